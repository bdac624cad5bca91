package io.tandem.ring;

import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import java.time.Duration;

/// What one side of a ring waits for: to be found by a look, or announced by a bell.
abstract class RingWait implements Wait {
  static final long FOR_EVER = Long.MAX_VALUE;

  private final Doorbell bell;
  private final Waiting waiting;
  private final boolean neverSleeps;
  private boolean interrupted;

  RingWait(Doorbell bell, WaitStrategy strategy) {
    this.bell = bell;
    this.waiting = bell.waiting(strategy.spinNanos);
    this.neverSleeps = strategy == WaitStrategy.SPIN;
  }

  static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : FOR_EVER;
    }
  }

  /// Takes what is waited for, if it is there.
  abstract boolean look();

  /// @param nanos the longest wait, or [#FOR_EVER]
  /// @return whether [#look] was true; false if the time is over
  final boolean await(long nanos) throws InterruptedException {
    boolean found = waiting.await(this, Waiting.deadlineAfter(nanos));
    if (interrupted) {
      interrupted = false;
      throw new InterruptedException("Interrupted while spinning at a ring");
    }
    return found;
  }

  @Override
  public final boolean isOver() {
    return look() || neverSleeps && isInterrupted();
  }

  private boolean isInterrupted() {
    interrupted = Thread.interrupted();
    return interrupted;
  }

  @Override
  public final int announceSleep() {
    return bell.arm();
  }
}
