package io.tandem.value;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What is in front of an array's elements: its lock and its length. Native byte order.
///
/// ```text
/// offset  size  field     written by          read by
///      0    48  lock      as SharedLock says  as SharedLock says
///     48     8  length    maker, plain        anybody, after attach
///     56     4  typeCode  maker, plain        tools, plain
///     60     4  -
///     64
/// ```
///
/// The elements follow, `length` of them without gaps, and up to 7 bytes that make a multiple of 8:
/// so each element lies in an aligned word of the block, whatever its width. `typeCode` is a
/// letter, as in Python's `Array(typecode)`: see [ElementType].
final class ArrayHeadLayout {
  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("length"),
              JAVA_INT.withName("typeCode"),
              paddingLayout(4))
          .withName("array");

  static final long BYTES = 64;
  static final long LOCK_AT = 0;
  static final long LENGTH_AT = 48;
  static final long TYPE_CODE_AT = 56;

  private ArrayHeadLayout() {}
}
