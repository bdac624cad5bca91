package io.tandem.pool;

import io.tandem.lock.FlightRecording;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A task from its submission to its end, as the pool sees it. The scheduler's lock guards what
/// changes.
final class PendingTask {
  private static final byte[] OVER = {};

  final long number;
  byte[] message; // until it is settled, and no worker has it
  final TaskOptions options;
  final TaskFuture<Object> future;
  private final Scheduler scheduler;

  int failedItems; // of those of a map or a stream
  int attempt = 1;
  boolean settled; // its future is, or was cancelled
  private @Nullable QueueWaitEvent queueWait;

  // Where it is, once a worker has it, until it is taken back.
  @Nullable Worker worker;
  int place; // among all that were sent there
  int bytes; // of the message
  @Nullable Parcel parcel;
  @Nullable Future<?> timer;

  /// @param message as [TaskCall] makes it
  PendingTask(Scheduler scheduler, long number, byte[] message, TaskOptions options) {
    this.scheduler = scheduler;
    this.number = number;
    this.message = message;
    this.options = options;
    this.future = new TaskFuture<>(this);
  }

  /// Its future has been cancelled.
  void drop(boolean interrupt) {
    scheduler.cancel(this, interrupt);
  }

  /// Somebody waits for it until a deadline, and may receive it while its worker has it.
  void help(long deadline) {
    Worker its = worker; // as it was a moment ago, which is good enough
    if (its != null) {
      its.workplace.help(
          () -> worker == its && !future.isSettled() && deadline - System.nanoTime() > 0);
    }
  }

  /// It waits in the queue.
  void enterQueue() {
    queueWait = FlightRecording.isOn() ? QueueWaitEvent.beginNow() : null;
  }

  /// A worker has room for it.
  void leaveQueue() {
    if (queueWait != null) {
      queueWait.end(this);
      queueWait = null;
    }
  }

  /// How many items of a map or a stream it stands for.
  int items() {
    return future.items;
  }

  /// Its future is settled, or was cancelled.
  void settle() {
    settled = true;
    forgetMessage();
  }

  /// It is sent no more, and nobody reports of it.
  private void forgetMessage() {
    if (settled && worker == null) {
      message = OVER;
    }
  }

  /// Its worker has it no more.
  void leaveWorker() {
    worker = null;
    if (parcel != null) {
      parcel.free();
      parcel = null;
    }
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    forgetMessage();
  }

  @Override
  public String toString() {
    return options.name() == null ? "Task " + number : "Task '%s'".formatted(options.name());
  }
}
