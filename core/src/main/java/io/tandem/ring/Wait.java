package io.tandem.ring;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The waits of one side of a ring, one after the other.
///
/// After [#begin] the caller looks for what it waits for, and calls [#pause] between two looks.
final class Wait {
  static final long FOR_EVER = Long.MAX_VALUE;

  private static final int LOOKS_PER_CLOCK = 16;
  private static final long LEAST_SLICE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MOST_SLICE = TimeUnit.SECONDS.toNanos(1);
  private static final int NOT_ARMED = 0;

  private final Doorbell bell;
  private final long spinNanos;
  private long start;
  private long nanos;
  private long slice;
  private int looks;
  private boolean spinning;
  private int armed;

  Wait(Doorbell bell, Waiting waiting) {
    this.bell = bell;
    this.spinNanos = waiting.spinNanos();
  }

  static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : FOR_EVER;
    }
  }

  /// @param nanos the longest wait, or [#FOR_EVER]
  void begin(long nanos) {
    this.nanos = nanos;
    start = System.nanoTime();
    slice = LEAST_SLICE;
    looks = 0;
    spinning = spinNanos > 0;
    armed = NOT_ARMED;
  }

  /// Lets some time pass.
  ///
  /// @param owner of what is waited for, whose death ends the pause, or nobody
  /// @return whether there is time for another look
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  boolean pause(int owner) throws InterruptedException {
    if (spinning && ++looks % LOOKS_PER_CLOCK != 0) {
      Thread.onSpinWait();
      return true;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while waiting at a ring");
    }
    long waited = System.nanoTime() - start;
    if (waited >= nanos) {
      return false;
    }
    spinning = waited < spinNanos;
    if (!spinning) {
      armOrSleep(owner, nanos - waited);
    }
    return true;
  }

  private void armOrSleep(int owner, long left) throws InterruptedException {
    if (armed == NOT_ARMED) {
      armed = bell.arm();
      return;
    }
    bell.sleep(armed, owner, Math.min(left, slice));
    slice = Math.min(2 * slice, MOST_SLICE);
    armed = NOT_ARMED;
  }
}
