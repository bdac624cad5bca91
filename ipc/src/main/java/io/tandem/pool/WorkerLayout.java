package io.tandem.pool;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What a worker and its pool tell each other beside the messages in their pipe. Native byte order.
///
/// ```text
/// offset  size  field      written by        read by
///      0     8  turn       both, CAS         both, acquire
///      8     8  startedAt  worker, plain     pool, after turn
///     16     4  interrupt  pool, release     worker, acquire
///     20     4  state      worker, release   pool, acquire
///     24     8  progress   worker, release   pool, acquire
///     32     4  pid        worker, plain     pool, after state
///     36     4  exits      worker, release   pool, acquire
///     40    24  -
///     64
/// ```
///
/// The tasks sent to a worker are counted, in an int that wraps around and passes over 0, which is
/// no task. The low half of `turn` is the last one that the worker has started, the high half the
/// last one that the pool has taken back: whichever of them says so first, as both change one word.
/// `startedAt` is the [System#nanoTime] of that start, `interrupt` the task that is to be
/// interrupted. The high half of `progress` is a task, the low half the bits of a float: how far it
/// is, from 0 to 1. `pid` is there once `state` is no more [#STARTING]. `exits` is 1 from when the
/// worker's JVM exits in order, as by `System.exit`, and stays 0 if that one halts or is ended.
final class WorkerLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("turn"),
              JAVA_LONG.withName("startedAt"),
              JAVA_INT.withName("interrupt"),
              JAVA_INT.withName("state"),
              JAVA_LONG.withName("progress"),
              JAVA_INT.withName("pid"),
              JAVA_INT.withName("exits"),
              paddingLayout(24))
          .withName("worker");

  static final long BYTES = 64;
  static final long TURN_AT = 0;
  static final long STARTED_AT_AT = 8;
  static final long INTERRUPT_AT = 16;
  static final long STATE_AT = 20;
  static final long PROGRESS_AT = 24;
  static final long PID_AT = 32;
  static final long EXITS_AT = 36;

  static final int NO_TASK = 0; // instead of a task's place

  static final int STARTING = 0;
  static final int ATTACHED = 1; // its end of the pipe is taken
  static final int READY = 2; // and it is initialized

  private WorkerLayout() {}

  /// The place of the task behind that at another one.
  static int next(int place) {
    return place + 1 == NO_TASK ? NO_TASK + 1 : place + 1;
  }

  static int started(long turn) {
    return (int) turn;
  }

  static int takenBack(long turn) {
    return (int) (turn >>> Integer.SIZE);
  }

  static long turn(int started, int takenBack) {
    return Integer.toUnsignedLong(started) | (long) takenBack << Integer.SIZE;
  }
}
