package io.tandem.memory;

/// The sizes that blocks come in, four per doubling, so that a freed block fits the next of its
/// class and nothing is ever split or joined.
final class SizeClass {
  /// Blocks above 4 MiB: of any size, on one list.
  static final int LARGE = ScopeLayout.SIZE_CLASSES - 1;

  static final long SMALLEST = 128;
  static final long LARGEST_CLASSED = 4L << 20;

  private static final long LARGE_UNIT = 4096;
  private static final int FIRST_DOUBLING = 8;

  private SizeClass() {}

  /// The size of the block that holds `bytes`, its header included.
  static long round(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    if (bytes > LARGEST_CLASSED) {
      return roundUp(bytes, LARGE_UNIT);
    }
    return roundUp(bytes, step(bytes));
  }

  /// The list that a block of such a rounded size is on.
  static int of(long rounded) {
    if (rounded > LARGEST_CLASSED) {
      return LARGE;
    }
    if (rounded <= 1L << FIRST_DOUBLING) {
      return (int) (rounded / BlockLayout.ALIGNMENT) - 2;
    }
    int doubling = floorLog(rounded - 1);
    long quarter = (rounded - (1L << doubling)) / step(rounded);
    return (doubling - FIRST_DOUBLING) * 4 + (int) quarter + 2;
  }

  static long roundUp(long value, long unit) {
    return Math.ceilDiv(value, unit) * unit;
  }

  private static long step(long bytes) {
    return Math.max(BlockLayout.ALIGNMENT, 1L << floorLog(bytes - 1) - 2);
  }

  private static int floorLog(long value) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
  }
}
