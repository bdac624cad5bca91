package io.tandem.park;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How long it pays to look again and again before sleeping. Learns from whether it did.
///
/// While waits are short, it does. When one was in vain, the next ones are short spins only, and
/// after 0, 1, 3 and so on of those comes a long one. For of two that wake each other, both sleep
/// until one spins longer than the other needs to be up, some 10 to 50 µs.
///
/// A scheduler likes to put a thread where the one runs that woke it, and sees no reason to part
/// two of which one always sleeps. There a spin would only keep the other from running. So after
/// two microseconds a spinner lets others go first, which costs little where it has its CPU for
/// itself.
final class Spin {
  static final int SHORT_SHARE = 8;
  static final int LONG = 5;
  static final int MOST_SHORT_ONES = 63;

  private static final boolean ONE_CPU = Runtime.getRuntime().availableProcessors() == 1;
  private static final long ALONE_NANOS = TimeUnit.MICROSECONDS.toNanos(2);
  private static final int LOOKS = 16; // between two looks at the clock

  private final long usual;
  private final long longest;
  private final LongSupplier clock;

  // Racy: hints.
  private boolean inVain;
  private int shortOnes; // from now on, before a long one
  private int nextShortOnes;

  /// @param nanos that a usual spin lasts at most; none on a machine with one CPU
  Spin(long nanos) {
    this(ONE_CPU ? 0 : nanos, System::nanoTime);
  }

  Spin(long nanos, LongSupplier clock) {
    this.usual = nanos;
    this.longest = nanos > Long.MAX_VALUE / LONG ? nanos : LONG * nanos;
    this.clock = clock;
  }

  /// Looks for a while.
  ///
  /// @return whether the wait is over
  boolean spin(Wait wait, long deadline) {
    long start = clock.getAsLong();
    long nanos = nanos();
    long most = Math.min(nanos, deadline - start);
    for (long now = start; now - start < most; now = clock.getAsLong()) {
      if (now - start > ALONE_NANOS) {
        Thread.yield();
      }
      for (int i = 0; i < LOOKS; i++) {
        Thread.onSpinWait();
        if (wait.isOver()) {
          succeed();
          return true;
        }
      }
    }
    if (most == nanos) {
      fail();
    }
    return false;
  }

  private long nanos() {
    if (!inVain) {
      return usual;
    }
    return shortOnes > 0 ? usual / SHORT_SHARE : longest;
  }

  private void succeed() {
    if (inVain) {
      inVain = false;
    } else if (nextShortOnes != 0) {
      nextShortOnes = 0;
    }
  }

  private void fail() {
    if (inVain && shortOnes > 0) {
      shortOnes--;
    } else {
      inVain = true;
      shortOnes = nextShortOnes;
      nextShortOnes = Math.min(2 * nextShortOnes + 1, MOST_SHORT_ONES);
    }
  }
}
