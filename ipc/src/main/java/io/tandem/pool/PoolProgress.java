package io.tandem.pool;

import java.util.List;

/// How far a pool is with what it was given since it was made.
///
/// **Units.** Tasks, and items of maps and streams.
///
/// ```java
/// try (var pool = ProcessPool.create()) {
///   pool.submit(() -> TaskContext.current().progress(0.5)).join();
///   System.out.println(pool.progress().done()); // 1
/// }
/// ```
///
/// @param pool its name
/// @param total how many there are, as far as is known: of pairs, and of what is no
///   [java.util.Collection], those that were taken so far
/// @param done how many have a result
/// @param failed how many have thrown, have died with their worker, or ran out of time
/// @param cancelled how many are not wanted any more
/// @param running what runs now; of several items that travel together, all are one
public record PoolProgress(
    String pool, long total, long done, long failed, long cancelled, List<RunningTask> running) {
  /// How many are over, one way or the other.
  public long over() {
    return done + failed + cancelled;
  }

  /// How much of the total is over, with what the running tasks say of themselves: 0 to 1.
  public double fraction() {
    if (total == 0) {
      return 0;
    }
    double parts =
        running.stream().mapToDouble(task -> task.fraction().orElse(0) * task.items()).sum();
    return Math.min(1, (over() + parts) / total);
  }

  /// For people, such as `pool 'pool-1': 3 of 10 done, 1 failed`.
  @Override
  public String toString() {
    return "pool '%s': %d of %d done".formatted(pool, done, total)
        + (failed == 0 ? "" : ", %d failed".formatted(failed))
        + (cancelled == 0 ? "" : ", %d cancelled".formatted(cancelled));
  }
}
