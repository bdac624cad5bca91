package io.tandem.value;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// What lies before the structs of a [StructArray].
///
/// ```text
/// offset  size  field        written by    read by
///      0    48  lock         who locks     who locks, see SharedLock
///     48     8  length       maker, plain  anybody, after attach
///     56     4  structBytes  maker, plain  anybody, after attach
///     60     4  shapeBytes   maker, plain  anybody, after attach
///     64
/// ```
///
/// From byte 64 on there are `length` structs of `structBytes` each, and then the shape: their
/// declaration in C, UTF-8, `shapeBytes` long.
final class StructArrayLayout {
  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("length"),
              JAVA_INT.withName("structBytes"),
              JAVA_INT.withName("shapeBytes"))
          .withName("structArray");

  static final long BYTES = 64;
  static final long LOCK_AT = 0;
  static final long LENGTH_AT = 48;
  static final long STRUCT_BYTES_AT = 56;
  static final long SHAPE_BYTES_AT = 60;

  private StructArrayLayout() {}

  static long shapeAt(long length, long structBytes) {
    return BYTES + length * structBytes;
  }
}
