package io.tandem.pool;

import io.tandem.codec.Codec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the scheduler knows of one worker, under its lock.
///
/// A worker whose tasks are short has some of them in line, so that it need not wait for the next
/// one: as many as take [#LINE_NANOS] together.
final class Worker {
  private static final long LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int LONGEST_LINE = 64;
  private static final int MOST_BYTES =
      512 * 1024; // not answered; with one more, below what a pipe holds
  private static final double NEW_SHARE = 0.25; // of the newest task in the average

  /// The longest message that is sent as it is, and a worker's inbox: less than an eighth of what a
  /// pipe holds. A longer one goes as a [Parcel].
  static final int INLINE_BYTES = 120 * 1024;

  final Workplace workplace;
  final WorkerRecord record = new WorkerRecord(this);
  private final int mostTasks;
  private final Deque<PendingTask> inLine = new ArrayDeque<>();
  private final List<Parcel> parcels = new ArrayList<>();

  private int lastPlace = WorkerLayout.NO_TASK;
  private int accepted;
  private long unansweredBytes;
  private double nanosPerTask = LINE_NANOS; // until it is measured
  private boolean heldUp; // by a task that is longer than those before
  private int startedBefore;
  private int classesSent;

  private boolean ready;
  private boolean stopping;
  private boolean retired;

  /// @param mostTasks that it may run
  Worker(Workplace workplace, int mostTasks) {
    this.workplace = workplace;
    this.mostTasks = mostTasks;
  }

  // ---- room ----

  boolean hasRoom() {
    return !stopping
        && !retired
        && accepted < mostTasks
        && inLine.size() < longestLine()
        && unansweredBytes < MOST_BYTES;
  }

  private int longestLine() {
    return heldUp ? 1 : (int) Math.clamp(LINE_NANOS / nanosPerTask, 1, LONGEST_LINE);
  }

  boolean isIdle() {
    return inLine.isEmpty();
  }

  /// Gives it no more tasks.
  void retire() {
    retired = true;
  }

  boolean isUsedUp() {
    return (retired || accepted >= mostTasks) && inLine.isEmpty();
  }

  int lineLength() {
    return inLine.size();
  }

  // ---- to and fro ----

  /// It takes tasks.
  ///
  /// @param nanos that its initializer took
  void ready(long nanos) {
    ready = true;
    record.ready(nanos);
  }

  boolean isReady() {
    return ready;
  }

  /// Gives it a task.
  ///
  /// @throws io.tandem.memory.MemoryException if the task is long and there is no room for it; then
  ///   nothing has changed
  void give(PendingTask task) {
    int place = WorkerLayout.next(lastPlace);
    byte[] message = task.message;
    TaskCall.address(message, place, task.number, task.attempt);
    if (message.length > INLINE_BYTES) {
      task.parcel = Parcel.of(message);
      message = task.parcel.message(Messages.TASK, place);
    }
    lastPlace = place;
    accepted++;
    task.worker = this;
    task.place = place;
    task.bytes = message.length;
    unansweredBytes += message.length;
    inLine.addLast(task);
    workplace.send(message);
  }

  /// Sends what it does not have of the classes that only the pool's process has.
  void sendClasses(List<Map<String, byte[]>> all) {
    for (; classesSent < all.size(); classesSent++) {
      Parcel parcel = Parcel.of(Messages.classes(Codec.data().encode(all.get(classesSent))));
      parcels.add(parcel);
      workplace.send(parcel.message(Messages.CLASSES, 0));
    }
  }

  /// The task that was answered.
  PendingTask answered(int place, long nanos) {
    PendingTask task = inLine.peekFirst();
    if (task == null || task.place != place) {
      throw new IllegalStateException(
          "Worker %s has answered the task at place %d, not %s: its memory was overwritten."
              .formatted(this, place, task == null ? "none" : task.place));
    }
    inLine.removeFirst();
    heldUp = false;
    unansweredBytes -= task.bytes;
    nanosPerTask += (nanos - nanosPerTask) * NEW_SHARE;
    return task;
  }

  void skipped(long bytes) {
    heldUp = false;
    unansweredBytes -= bytes;
  }

  /// Takes back the tasks that it has not started.
  ///
  /// @return them, the last one first
  List<PendingTask> takeBack() {
    int started = workplace.takeBack(lastPlace);
    heldUp = !inLine.isEmpty();
    return removeBehind(started);
  }

  /// Removes the tasks that it can not have started.
  List<PendingTask> removeBehind(int started) {
    List<PendingTask> taken = new ArrayList<>();
    while (!inLine.isEmpty() && inLine.peekLast().place - started > 0) {
      PendingTask task = inLine.removeLast();
      task.worker = null;
      accepted--;
      taken.add(task);
    }
    return taken;
  }

  /// The tasks that it has.
  List<PendingTask> line() {
    return List.copyOf(inLine);
  }

  /// Whether it still has a task that it got once.
  boolean hasAt(PendingTask task, int place) {
    return task.worker == this && task.place == place;
  }

  boolean hasStarted(PendingTask task) {
    return task.place - workplace.started() <= 0;
  }

  /// Whether some tasks wait behind one that is not over since this was asked last.
  boolean isHeldUp() {
    int started = workplace.started();
    boolean waits = !inLine.isEmpty() && inLine.peekLast().place - started > 0;
    boolean same = started == startedBefore;
    startedBefore = started;
    return waits && same;
  }

  /// The task that it runs, if there is one.
  @Nullable PendingTask running() {
    PendingTask first = inLine.peekFirst();
    return first != null && first.place == workplace.started() ? first : null;
  }

  /// For how long it does.
  long runningNanos(long now) {
    return running() == null ? 0 : Math.max(0, now - workplace.startedAt());
  }

  /// Whether some of its tasks wait in line.
  boolean someWait() {
    return !inLine.isEmpty() && !hasStarted(inLine.peekLast());
  }

  /// Whether some of a lower priority than this do: the last has the lowest.
  boolean someWaitBelow(int priority) {
    return !inLine.isEmpty() && inLine.peekLast().options.priority() < priority && someWait();
  }

  // ---- its end ----

  /// Whether it takes no more tasks, and ends when it has done what it has.
  boolean isStopping() {
    return stopping;
  }

  /// Lets it end when it has done what is in its line.
  void stop() {
    stopping = true;
    record.stopped();
    if (inLine.isEmpty() && !workplace.isReady()) {
      workplace.kill(); // nothing has begun there
    } else {
      workplace.send(Messages.stop());
    }
  }

  void kill() {
    stopping = true;
    record.stopped();
    workplace.kill();
  }

  /// It has ended, and the pool knows what has become of its tasks.
  void end() {
    stopping = true;
    inLine.clear();
    parcels.forEach(Parcel::free);
    workplace.free();
  }

  @Override
  public String toString() {
    return workplace.describe();
  }
}
