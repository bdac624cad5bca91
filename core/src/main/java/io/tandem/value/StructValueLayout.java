package io.tandem.value;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What lies before the struct of a [StructValue].
///
/// ```text
/// offset  size  field        written by        read by
///      0    48  lock         who locks         who locks, see SharedLock
///     48     8  sequence     holder, release   anybody, acquire
///     56     4  structBytes  maker, plain      anybody, after attach
///     60     4  shapeBytes   maker, plain      anybody, after attach
///     64
/// ```
///
/// At byte 64 there is the struct, `structBytes` rounded up to 8; behind it as many bytes of the
/// copy that [TwoCopies] keeps, which says what `sequence` means; and then the shape: the struct's
/// declaration in C, UTF-8, `shapeBytes` long.
final class StructValueLayout {
  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("sequence"),
              JAVA_INT.withName("structBytes"),
              JAVA_INT.withName("shapeBytes"))
          .withName("structValue");

  static final long BYTES = 64;
  static final long LOCK_AT = 0;
  static final long SEQUENCE_AT = 48;
  static final long STRUCT_BYTES_AT = 56;
  static final long SHAPE_BYTES_AT = 60;

  private StructValueLayout() {}

  /// The bytes that one of the two copies takes up.
  static long room(long structBytes) {
    return structBytes + Long.BYTES - 1 & -Long.BYTES;
  }

  static long copyAt(long structBytes) {
    return BYTES + room(structBytes);
  }

  static long shapeAt(long structBytes) {
    return BYTES + 2 * room(structBytes);
  }
}
