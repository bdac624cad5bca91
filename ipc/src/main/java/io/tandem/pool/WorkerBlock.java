package io.tandem.pool;

import static io.tandem.pool.WorkerLayout.EXITS_AT;
import static io.tandem.pool.WorkerLayout.INTERRUPT_AT;
import static io.tandem.pool.WorkerLayout.PID_AT;
import static io.tandem.pool.WorkerLayout.PROGRESS_AT;
import static io.tandem.pool.WorkerLayout.STARTED_AT_AT;
import static io.tandem.pool.WorkerLayout.STATE_AT;
import static io.tandem.pool.WorkerLayout.TURN_AT;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.Words;

/// Which of its tasks a worker runs, and which are taken back from it, see [WorkerLayout].
///
/// A task is given to the worker by a message, and is the worker's once it has started it. Until
/// then the pool may take it back, with all behind it, to give it to another or to drop it. A dead
/// worker has run the task it started last, and none behind it.
final class WorkerBlock {
  static final ObjectType TYPE = new ObjectType("worker", 1);

  private final Words words;

  WorkerBlock(Words words) {
    this.words = words;
  }

  static SharedBlock allocate() {
    return SharedScope.ofProcessTree().allocate(TYPE, WorkerLayout.BYTES);
  }

  // ---- the worker ----

  /// Starts a task, unless it was taken back.
  ///
  /// @param task its number, the [WorkerLayout#next] one to that of the task before it
  /// @param nanoTime now
  /// @return whether to run it
  boolean start(int task, long nanoTime) {
    words.setLong(STARTED_AT_AT, nanoTime);
    while (true) {
      long turn = words.getLongAcquire(TURN_AT);
      int takenBack = WorkerLayout.takenBack(turn);
      if (task - takenBack <= 0) {
        return false;
      }
      if (words.compareAndSetLong(TURN_AT, turn, WorkerLayout.turn(task, takenBack))) {
        return true;
      }
    }
  }

  /// Has taken its end of the pipe.
  void attach(long pid) {
    words.setInt(PID_AT, Math.toIntExact(pid));
    setState(WorkerLayout.ATTACHED);
  }

  void setState(int state) {
    words.setIntRelease(STATE_AT, state); // release: pairs with state
  }

  /// The JVM exits in order.
  void setExits() {
    words.setIntRelease(EXITS_AT, 1); // release: pairs with exits
  }

  /// Says how far a task is.
  ///
  /// @param fraction 0 to 1
  void setProgress(int task, double fraction) {
    long bits = Integer.toUnsignedLong(Float.floatToRawIntBits((float) fraction));
    words.setLongRelease(PROGRESS_AT, (long) task << Integer.SIZE | bits); // pairs with progress
  }

  /// The task that is to be interrupted, or was.
  int interrupted() {
    return words.getIntAcquire(INTERRUPT_AT); // acquire: pairs with interrupt
  }

  // ---- the pool ----

  /// How far the worker has come.
  int state() {
    return words.getIntAcquire(STATE_AT); // acquire: pairs with setState
  }

  /// Whether its JVM exits in order, or did.
  boolean exits() {
    return words.getIntAcquire(EXITS_AT) != 0; // acquire: pairs with setExits
  }

  /// Its process, or 0 if it has not come as far.
  long pid() {
    return state() == WorkerLayout.STARTING ? 0 : words.getInt(PID_AT);
  }

  /// The task that it started last.
  int started() {
    return WorkerLayout.started(words.getLongAcquire(TURN_AT));
  }

  /// When it started that one, or a later one.
  long startedAt() {
    return words.getLong(STARTED_AT_AT);
  }

  /// How far a task is: 0 to 1, or less if it has not said so.
  double progress(int task) {
    long progress = words.getLongAcquire(PROGRESS_AT); // acquire: pairs with setProgress
    boolean said = (int) (progress >>> Integer.SIZE) == task;
    return said ? Float.intBitsToFloat((int) progress) : -1;
  }

  /// Takes back all tasks that were not started.
  ///
  /// @param last the last one that was sent
  /// @return the one that was started last
  int takeBack(int last) {
    while (true) {
      long turn = words.getLongAcquire(TURN_AT);
      int started = WorkerLayout.started(turn);
      if (words.compareAndSetLong(TURN_AT, turn, WorkerLayout.turn(started, last))) {
        return started;
      }
    }
  }

  /// Asks the worker to interrupt a task, if it still runs it.
  void interrupt(int task) {
    words.setIntRelease(INTERRUPT_AT, task); // release: pairs with interrupted
  }
}
