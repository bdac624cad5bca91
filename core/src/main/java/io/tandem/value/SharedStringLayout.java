package io.tandem.value;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What is in front of the two copies of a shared string. Native byte order.
///
/// ```text
/// offset  size  field     written by            read by
///      0    48  lock      as SharedLock says    as SharedLock says
///     48     8  current   lock holder, release  anybody, acquire
///     56     8  capacity  maker, plain          anybody, after attach
///     64
/// ```
///
/// `current`, all zeros in a new string:
///
/// ```text
/// bits 63..32  version  grows with each change
/// bits 31..2   length   in bytes
/// bit       1  RAW      the text ends before the first zero
/// bit       0  copy     which one holds the content
/// ```
///
/// The copies follow, each of `capacity` bytes rounded up to 8.
final class SharedStringLayout {
  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("current"),
              JAVA_LONG.withName("capacity"))
          .withName("string");

  static final long BYTES = 64;
  static final long LOCK_AT = 0;
  static final long CURRENT_AT = 48;
  static final long CAPACITY_AT = 56;

  static final int MOST_BYTES = (1 << 30) - 8;

  private static final long COPY = 1;
  private static final long RAW = 1 << 1;
  private static final int LENGTH_SHIFT = 2;
  private static final int VERSION_SHIFT = 32;

  private SharedStringLayout() {}

  static long copyAt(long copy, int capacity) {
    return BYTES + copy * stride(capacity);
  }

  static long bytes(int capacity) {
    return BYTES + 2 * stride(capacity);
  }

  private static long stride(int capacity) {
    return capacity + 7L & -8L;
  }

  static long copy(long current) {
    return current & COPY;
  }

  static boolean isRaw(long current) {
    return (current & RAW) != 0;
  }

  static int length(long current) {
    return (int) current >>> LENGTH_SHIFT;
  }

  /// The word after a change to the other copy.
  static long next(long current, int length, boolean raw) {
    long version = (current >>> VERSION_SHIFT) + 1;
    long copy = copy(current) ^ COPY;
    return version << VERSION_SHIFT | (long) length << LENGTH_SHIFT | (raw ? RAW : 0) | copy;
  }
}
