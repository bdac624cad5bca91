package io.tandem.pipe;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.ring.EmbeddedRing;
import java.lang.foreign.StructLayout;

/// What a pipe's block holds in front of its rings: who has the ends.
///
/// ```text
/// offset  size  field     written by               read by
///      0     4  capacity  maker, plain             anybody, after attach
///      4     4  rings     maker, plain             anybody, after attach
///      8     4  first     whoever has it, CAS      anybody, acquire
///     12     4  second    whoever has it, CAS      anybody, acquire
///     16     4  freed     the last to close, CAS   -
///     20   108  -
///    128
/// ```
///
/// Behind it lie the rings, see [EmbeddedRing], each of `capacity` bytes: the one that leads to the
/// first end and, if there are two, the one that leads to the second. What the word of an end says
/// is explained by [EndWord].
final class PipeLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("capacity"),
              JAVA_INT.withName("rings"),
              JAVA_INT.withName("first"),
              JAVA_INT.withName("second"),
              JAVA_INT.withName("freed"),
              paddingLayout(108))
          .withName("pipe");

  static final long BYTES = LAYOUT.byteSize();

  static final long CAPACITY_AT = offset("capacity");
  static final long RINGS_AT = offset("rings");
  static final long FIRST_AT = offset("first");
  static final long SECOND_AT = offset("second");
  static final long FREED_AT = offset("freed");

  private PipeLayout() {}

  private static long offset(String name) {
    return LAYOUT.byteOffset(groupElement(name));
  }

  static long byteSize(int capacity, int rings) {
    return BYTES + rings * EmbeddedRing.byteSize(capacity);
  }
}
