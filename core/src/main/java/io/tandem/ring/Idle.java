package io.tandem.ring;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// How a ring's two sides wait for each other, until they can be woken.
public final class Idle {
  private static final long SPINS = 200;
  private static final long YIELDS = 10;
  private static final long LEAST_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long MOST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Idle() {}

  /// Spins for some microseconds, then sleeps, longer each time up to 1 ms: quick while busy, cheap
  /// while not.
  ///
  /// @return a new strategy, for one thread
  public static IdleStrategy backoff() {
    return new BackoffIdleStrategy(SPINS, YIELDS, LEAST_PARK_NANOS, MOST_PARK_NANOS);
  }
}
