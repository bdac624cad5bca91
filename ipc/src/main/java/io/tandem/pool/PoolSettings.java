package io.tandem.pool;

import io.tandem.process.Action;
import io.tandem.process.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a pool was built with.
///
/// @param name of the pool
/// @param workers how many there may be
/// @param worker what each is like
/// @param initializer makes the state of each, or null
/// @param onExit runs in each at its end, or null
/// @param maxTasksPerWorker after which it is replaced
/// @param timeout of each task, or null
/// @param retries of each task
/// @param maxDeaths how many deaths in a time the pool bears
/// @param deathPeriod that time
/// @param idleTimeout after which an idle worker ends, or null
/// @param onProgress hears how far the pool is, or null
/// @param onLog hears what tasks log, or null
record PoolSettings(
    String name,
    int workers,
    WorkerSettings worker,
    @Nullable Task<?> initializer,
    @Nullable Action onExit,
    int maxTasksPerWorker,
    @Nullable Duration timeout,
    int retries,
    int maxDeaths,
    Duration deathPeriod,
    @Nullable Duration idleTimeout,
    @Nullable ProgressListener onProgress,
    @Nullable LogListener onLog) {
  /// What is special about a task, with the pool's own where that says nothing.
  TaskOptions complete(TaskOptions options) {
    TaskOptions complete = options.orElse(timeout, retries);
    return worker.debugged() ? complete.withoutTimeout() : complete;
  }
}
