package io.tandem.pool;

import java.util.concurrent.TimeUnit;

/// How many items go together: as given, or as many as take about [#TARGET_NANOS]. It begins with
/// one and at most quadruples with each chunk that was measured, since the first ones are slow.
final class ChunkSize {
  private static final long TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MOST = 1 << 15;
  private static final int GROWTH = 4;

  private final int given;
  private int size = 1;

  /// @param given 0 to measure
  ChunkSize(int given) {
    this.given = given;
  }

  synchronized int next() {
    return given > 0 ? given : size;
  }

  /// Learns from a chunk.
  synchronized void measured(int items, long nanos) {
    double fitting = (double) TARGET_NANOS * items / Math.max(1, nanos);
    size =
        (int)
            Math.clamp(fitting, 1, Math.min(MOST, (long) GROWTH * Math.max(items, size / GROWTH)));
  }
}
