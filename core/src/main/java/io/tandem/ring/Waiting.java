package io.tandem.ring;

import java.util.concurrent.TimeUnit;

/// How one side of a ring waits for the other.
public enum Waiting {
  /// Spins for some microseconds, then sleeps until it is woken: as quick as [#SPIN] while messages
  /// flow, no load while they do not. The default.
  SPIN_THEN_PARK(TimeUnit.MICROSECONDS.toNanos(10)),

  /// Sleeps at once: for a side that has more to wait for than messages are long, on a machine with
  /// more threads than CPUs.
  PARK(0),

  /// Never sleeps: for a thread with a CPU of its own.
  SPIN(Long.MAX_VALUE);

  private final long spinNanos;

  Waiting(long spinNanos) {
    this.spinNanos = spinNanos;
  }

  long spinNanos() {
    boolean alone = this != SPIN && Runtime.getRuntime().availableProcessors() == 1;
    return alone ? 0 : spinNanos;
  }
}
