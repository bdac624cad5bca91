package io.tandem.pool;

import java.time.Duration;
import java.util.Optional;

/// How one worker of a pool has spent its time, see [PoolInsights].
///
/// @param worker its name and pid, for people
/// @param starting from the start of its JVM until it is there, without the initializer
/// @param initializing in the pool's initializer
/// @param waiting for tasks, and for the pool to take its answers
/// @param working on tasks, with the one that runs: in them, and encoding and decoding them
/// @param ending since it was told to
/// @param tasks how many it has run; a chunk of a map is one
/// @param exit how it has ended, such as `exit code 0` or `signal 9`; empty while it has not
public record WorkerInsights(
    String worker,
    Duration starting,
    Duration initializing,
    Duration waiting,
    Duration working,
    Duration ending,
    long tasks,
    Optional<String> exit) {
  /// Those of both together.
  WorkerInsights plus(WorkerInsights other, String name) {
    return new WorkerInsights(
        name,
        starting.plus(other.starting),
        initializing.plus(other.initializing),
        waiting.plus(other.waiting),
        working.plus(other.working),
        ending.plus(other.ending),
        tasks + other.tasks,
        Optional.empty());
  }

  static WorkerInsights none(String name) {
    Duration zero = Duration.ZERO;
    return new WorkerInsights(name, zero, zero, zero, zero, zero, 0, Optional.empty());
  }
}
