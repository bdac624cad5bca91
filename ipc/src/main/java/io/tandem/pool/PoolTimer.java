package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.Lock;

/// Runs what a pool has to do at a later time under its lock, on a thread that is there as long as
/// there is something.
final class PoolTimer {
  private final Lock lock;
  private final boolean patient;
  private final ScheduledThreadPoolExecutor executor;

  PoolTimer(PoolSettings settings, Lock lock) {
    this.lock = lock;
    patient = settings.worker().debugged();
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("tandem-" + settings.name() + "-timer").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  Future<?> after(long nanos, Runnable action) {
    return executor.schedule(() -> runLocked(action), nanos, NANOSECONDS);
  }

  /// The same for what ends somebody who goes on for too long: never, if a debugger may hold him.
  Future<?> afterGrace(long nanos, Runnable action) {
    return patient ? CompletableFuture.completedFuture(null) : after(nanos, action);
  }

  private void runLocked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
