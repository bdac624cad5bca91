package io.tandem.ring;

import java.util.concurrent.TimeUnit;

/// How one side of a ring waits for the other.
public enum WaitStrategy {
  /// Spins for some microseconds, then sleeps until it is woken: as quick as [#SPIN] while messages
  /// flow, no load while they do not. The default.
  SPIN_THEN_PARK(TimeUnit.MICROSECONDS.toNanos(10)),

  /// Sleeps at once: where there are more threads than CPUs, and what is waited for takes long.
  PARK(0),

  /// Never sleeps, except on a machine with one CPU: for a thread with a CPU of its own.
  SPIN(1L << 61);

  final long spinNanos;

  WaitStrategy(long spinNanos) {
    this.spinNanos = spinNanos;
  }
}
