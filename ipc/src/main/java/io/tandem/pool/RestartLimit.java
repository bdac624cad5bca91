package io.tandem.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// Tells bad luck from a defect: how many workers may die in a time, as Erlang's supervisors have
/// it.
final class RestartLimit {
  private final int most;
  private final long periodNanos;
  private final Deque<Long> deaths = new ArrayDeque<>();

  RestartLimit(int most, Duration period) {
    this.most = most;
    this.periodNanos = TimeUnit.NANOSECONDS.convert(period);
  }

  /// Notes a death.
  ///
  /// @param now as [System#nanoTime]
  /// @return whether these are too many
  boolean isExceeded(long now) {
    deaths.addLast(now);
    while (now - deaths.peekFirst() > periodNanos) {
      deaths.removeFirst();
    }
    return deaths.size() > most;
  }
}
