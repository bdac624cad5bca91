package io.tandem.pool;

import org.jspecify.annotations.Nullable;

/// Judges whether a pool can go on: its workers must get as far as their first task, unless
/// somebody kills them, and must not die faster than they may. Under the scheduler's lock.
final class Health {
  private static final int MOST_FAILED_STARTS = 3;

  private final PoolSettings settings;
  private final RestartLimit deaths;
  private int failedStarts; // in a row

  Health(PoolSettings settings) {
    this.settings = settings;
    this.deaths = new RestartLimit(settings.maxDeaths(), settings.deathPeriod());
  }

  /// A worker has run a task.
  void works() {
    failedStarts = 0;
  }

  /// A worker has ended unasked.
  ///
  /// @return null if the pool can go on
  @Nullable BrokenPoolException judge(WorkerEnd end) {
    if (end.ready() || end.isKilledFromOutside()) {
      return deaths.isExceeded(System.nanoTime()) ? tooManyDeaths(end) : null;
    }
    return ++failedStarts < MOST_FAILED_STARTS ? null : tooManyFailedStarts(end);
  }

  private BrokenPoolException tooManyFailedStarts(WorkerEnd end) {
    Throwable failure = end.failure();
    return new BrokenPoolException(
        "Pool '%s' is broken: %d workers in a row did not get as far as their first task. "
                .formatted(settings.name(), failedStarts)
            + "See the cause, and make another pool.",
        failure != null ? failure : WorkerDiedException.beforeFirstTask(end));
  }

  private BrokenPoolException tooManyDeaths(WorkerEnd end) {
    return new BrokenPoolException(
        "Pool '%s' is broken: more than %d workers died within %s. "
                .formatted(settings.name(), settings.maxDeaths(), settings.deathPeriod())
            + "See the cause; ProcessPoolBuilder.restartLimit allows more.",
        WorkerDiedException.unasked(end));
  }

  /// Not even one worker could be made.
  BrokenPoolException noWorker(Throwable cause) {
    return new BrokenPoolException(
        "Pool '%s' is broken: no worker can be started. See the cause, and make another pool."
            .formatted(settings.name()),
        cause);
  }
}
