package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Runs what a pool has to do at a later time, on a thread that is there as long as there is
/// something.
final class PoolTimer {
  private final ScheduledThreadPoolExecutor executor;

  PoolTimer(String pool) {
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("tandem-" + pool + "-timer").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  Future<?> after(long nanos, Runnable action) {
    return executor.schedule(action, nanos, NANOSECONDS);
  }
}
