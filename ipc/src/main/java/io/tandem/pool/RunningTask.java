package io.tandem.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// A task that runs, see [PoolProgress].
///
/// @param id of the task, see [TaskContext#taskId]
/// @param name of the task, if it was given one
/// @param items how many of a map or a stream it stands for; 1 for a single task
/// @param worker that runs it: its name and pid
/// @param time since its start
/// @param fraction how far it is, 0 to 1, if it has said so by [TaskContext#progress]
public record RunningTask(
    long id,
    Optional<String> name,
    int items,
    String worker,
    Duration time,
    OptionalDouble fraction) {}
