package io.tandem.bench.peers;

import java.util.Arrays;

/// Times of round trips, in nanoseconds.
final class Latencies {
  private final long[] samples = new long[1 << 20];
  private int count;

  void clear() {
    count = 0;
  }

  boolean isFull() {
    return count == samples.length;
  }

  void add(long nanos) {
    samples[count++] = nanos;
  }

  private long percentile(double part) {
    return count == 0 ? 0 : samples[(int) (part * (count - 1))];
  }

  /// How many, and their p50, p99 and p99.9. Afterwards they are in another order.
  @Override
  public String toString() {
    Arrays.sort(samples, 0, count);
    return "%d %d %d %d".formatted(count, percentile(0.5), percentile(0.99), percentile(0.999));
  }
}
