package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;

/// Ends tasks that run for too long, or that nobody wants any more: interrupts them, and kills the
/// workers of those that go on. Under the scheduler's lock.
final class Timeouts {
  private static final long UNSTARTED_NANOS = MILLISECONDS.toNanos(10); // to look when it starts
  private static final long GRACE_NANOS = SECONDS.toNanos(1); // for a task that is interrupted

  private final Scheduler scheduler;
  private final PoolTimer timer;

  Timeouts(Scheduler scheduler, PoolTimer timer) {
    this.scheduler = scheduler;
    this.timer = timer;
  }

  /// A worker has got a task. Its time begins when it starts.
  void watch(Worker worker, PendingTask task) {
    Duration timeout = task.options.timeout();
    if (timeout != null) {
      watch(worker, task, timeout, NANOSECONDS.convert(timeout));
    }
  }

  private void watch(Worker worker, PendingTask task, Duration timeout, long nanos) {
    int place = task.place;
    task.timer =
        timer.after(
            nanos,
            () -> {
              if (worker.hasAt(task, place)) { // also if it was cancelled, but not interrupted
                look(worker, task, timeout);
              }
            });
  }

  private void look(Worker worker, PendingTask task, Duration timeout) {
    long left =
        worker.hasStarted(task)
            ? worker.workplace.startedAt() + NANOSECONDS.convert(timeout) - System.nanoTime()
            : Math.min(NANOSECONDS.convert(timeout), UNSTARTED_NANOS);
    if (left > 0) {
      watch(worker, task, timeout, left);
    } else {
      scheduler.settle(task, new Outcome.Lost(new TaskTimeoutException(task, timeout, worker)));
      interrupt(worker, task);
    }
  }

  /// Interrupts a task that is settled, and kills its worker if it does not end.
  void interrupt(Worker worker, PendingTask task) {
    int place = task.place;
    if (worker.workplace.started() == place) { // otherwise it is over, and its answer on the way
      worker.workplace.interrupt(place);
      timer.afterGrace(GRACE_NANOS, () -> killIfItGoesOn(worker, task, place));
    }
  }

  private void killIfItGoesOn(Worker worker, PendingTask task, int place) {
    if (worker.hasAt(task, place)) {
      scheduler.takeBack(worker); // from now on no other can start there, and die for this one
      if (worker.workplace.started() == place) {
        worker.kill();
      }
      scheduler.replace();
    }
  }
}
