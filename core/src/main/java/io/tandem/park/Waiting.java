package io.tandem.park;

import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// The waiting loop of locks and rings: look, spin a little, then sleep in slices.
///
/// **Shape.** One for each word that threads of this process sleep on. What they wait for is a
/// [Wait].
///
/// **Units.** Deadlines are in terms of [System#nanoTime], see [#deadlineAfter].
///
/// **Sharing.** Any thread may call any method. Nothing is allocated while warm, and a wait that is
/// over at once costs one look.
///
/// **Slices.** A sleep that nobody ends is ended after 10 ms, the next one after twice as long, and
/// so on up to 1 s: the last net below lost wakes, for which an idle thread pays next to nothing.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var words = new SegmentWords(scope.openBlock("gate", ObjectType.RAW, 8).segment());
///   var opened =
///       new Wait() {
///         public boolean isOver() {
///           return words.getIntAcquire(0) != 0;
///         }
///
///         public int announceSleep() {
///           return 0; // nothing to announce: who opens the gate always wakes
///         }
///       };
///   var waiting = new Waiting(Parker.of(scope.peers()), words, 0, 10_000);
///   boolean inTime = waiting.await(opened, Waiting.deadlineAfter(5_000_000_000L));
/// }
/// ```
public final class Waiting {
  static final long FIRST_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAST_SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Parker parker;
  private final Words words;
  private final long offset;
  private final Spin spin;

  /// @param offset of the word to sleep on
  /// @param spinNanos how long to spin at most before the first sleep: some thousands for what
  ///   comes soon, 0 for what does not. Never spins on a machine with one CPU.
  public Waiting(Parker parker, Words words, long offset, long spinNanos) {
    this.parker = parker;
    this.words = words;
    this.offset = offset;
    spin = new Spin(parker.isCostly() ? spinNanos : 0);
  }

  /// When a time from now is over.
  ///
  /// @param nanos 0 or less is over already; [Long#MAX_VALUE] never is
  public static long deadlineAfter(long nanos) {
    return System.nanoTime() + Math.max(nanos, 0); // may wrap around, as nanoTime does
  }

  /// Waits. Looks at least once, whatever the deadline.
  ///
  /// @return whether it is over; false when the deadline has passed
  /// @throws InterruptedException if the thread is interrupted when it would sleep
  public boolean await(Wait wait, long deadline) throws InterruptedException {
    return wait.isOver() || spin.spin(wait, deadline) || sleep(wait, deadline, true);
  }

  /// As [#await], but an interrupt does not end it and stays pending.
  public boolean awaitUninterruptibly(Wait wait, long deadline) {
    try {
      return wait.isOver() || spin.spin(wait, deadline) || sleep(wait, deadline, false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean sleep(Wait wait, long deadline, boolean interruptibly)
      throws InterruptedException {
    long start = System.nanoTime();
    long slice = FIRST_SLICE_NANOS;
    long now = start;
    while (true) {
      parker.requireCurrent();
      int expected = wait.announceSleep();
      if (wait.isOver()) {
        return true;
      }
      long left = deadline - now;
      if (left <= 0) {
        return false;
      }
      park(expected, wait.owner(), Math.min(slice, left), interruptibly);
      long up = System.nanoTime();
      slice = nextSlice(slice, up - now);
      now = up;
    }
  }

  /// Longer after a sleep that nobody ended.
  static long nextSlice(long slice, long slept) {
    return slept < slice ? FIRST_SLICE_NANOS : Math.min(2 * slice, LAST_SLICE_NANOS);
  }

  private void park(int expected, int owner, long nanos, boolean interruptibly)
      throws InterruptedException {
    if (interruptibly) {
      parker.park(words, offset, expected, owner, nanos);
    } else {
      parker.parkUninterruptibly(words, offset, expected, owner, nanos);
    }
  }
}
