package io.tandem.value;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A value and its lock: one cache line. Native byte order.
///
/// ```text
/// offset  size  field     written by           read by
///      0    48  lock      as SharedLock says   as SharedLock says
///     48     8  value     anybody, any order   anybody, any order
///     56     4  typeCode  maker, plain         tools, plain
///     60     4  -
///     64
/// ```
///
/// A value of 4 bytes is in the first 4 of `value`; a boolean is such an int, 0 or 1. `typeCode` is
/// a letter, as in Python's `Value(typecode)`: see [ElementType].
final class ValueLineLayout {
  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("value"),
              JAVA_INT.withName("typeCode"),
              paddingLayout(4))
          .withName("value");

  static final long BYTES = 64;
  static final long LOCK_AT = 0;
  static final long VALUE_AT = 48;
  static final long TYPE_CODE_AT = 56;

  private ValueLineLayout() {}
}
