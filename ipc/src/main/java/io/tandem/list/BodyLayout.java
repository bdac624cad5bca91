package io.tandem.list;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What is in front of a list's elements in the block that they are in.
///
/// ```text
/// offset  size  field     written by          read by
///      0     8  capacity  maker, plain        anybody, after state
///      8     8  top       lock holder, plain  lock holder, plain
///     16    48  -
///     64
/// ```
///
/// Two indices follow, each of `capacity` slots of 8 bytes, and then the records of the elements
/// that do not fit into a slot, up to `top`. A slot is, by its lowest byte:
///
/// ```text
/// 1..8   the element itself, 0 to 7 bytes of it, in the bytes above the lowest
/// 255    where its record is, in bytes from the start of the body, in the bits above
/// ```
///
/// A record is the length of the element, 4 bytes, and its bytes, rounded up to 8. It never changes
/// as long as a slot may name it; the space of those that none names comes back when the elements
/// move to a new body, or all are removed.
final class BodyLayout {
  static final StructLayout LAYOUT =
      structLayout(JAVA_LONG.withName("capacity"), JAVA_LONG.withName("top"), paddingLayout(48))
          .withName("body");

  static final long BYTES = 64;
  static final long CAPACITY_AT = 0;
  static final long TOP_AT = 8;

  private BodyLayout() {}

  /// @param index 0 or 1
  static long slotAt(long capacity, int index, long i) {
    return BYTES + Long.BYTES * (index * capacity + i);
  }

  static long recordsAt(long capacity) {
    return BYTES + 2 * Long.BYTES * capacity;
  }
}
