package io.tandem.demos.job;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// How the processes of a job wait: asleep at once, because a ring holds milliseconds of text and
/// the CPU is for the other side.
final class Nap {
  private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Nap() {}

  static IdleStrategy strategy() {
    return new BackoffIdleStrategy(0, 0, LEAST_NANOS, MOST_NANOS);
  }
}
