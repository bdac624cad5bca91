package io.tandem.pool;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Does something once a time has passed, unless it is put off before. To put it off costs next to
/// nothing, as what is planned already stays so. Under the scheduler's lock.
final class Alarm {
  private final Clock clock;
  private final long nanos;
  private final Runnable action;
  private long due;
  private @Nullable Future<?> planned;

  /// Has something done at a later time.
  interface Clock {
    Future<?> after(long nanos, Runnable action);
  }

  Alarm(Clock clock, long nanos, Runnable action) {
    this.clock = clock;
    this.nanos = nanos;
    this.action = action;
  }

  /// Sets it, or puts it off: the time begins now.
  void set() {
    due = System.nanoTime() + nanos;
    if (planned == null) {
      plan(nanos);
    }
  }

  private void plan(long left) {
    planned = clock.after(left, this::look);
  }

  private void look() {
    planned = null;
    long left = due - System.nanoTime();
    if (left > 0) {
      plan(left);
    } else {
      action.run();
    }
  }

  void cancel() {
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }
}
