package io.tandem.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/// What a [SegmentBuffer] is wrapped around: the memory, and the Java object that holds it, if any.
///
/// @param segment the bytes of the buffer
/// @param array the array behind a heap segment, as Agrona's `byteArray()`
/// @param byteBuffer the byte buffer the memory was taken from, as Agrona's `byteBuffer()`
/// @param adjustment where the bytes begin in the array or byte buffer
record Backing(
    MemorySegment segment,
    byte @Nullable [] array,
    @Nullable ByteBuffer byteBuffer,
    int adjustment) {

  static Backing of(MemorySegment segment) {
    if (segment.byteSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Cannot make a buffer of %d bytes: its indices are int. ".formatted(segment.byteSize())
              + "Pass a slice of the segment of at most %d bytes.".formatted(Integer.MAX_VALUE));
    }
    return of(segment, null, segment.isNative() ? 0 : (int) segment.address());
  }

  static Backing of(byte[] array, int offset, int length) {
    return of(MemorySegment.ofArray(array).asSlice(offset, length));
  }

  static Backing of(ByteBuffer buffer, int offset, int length) {
    MemorySegment segment = bytes(buffer).asSlice(offset, length);
    return of(segment, buffer, segment.isNative() ? offset : (int) segment.address());
  }

  static Backing of(DirectBuffer buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.capacity());
    return of(bytes(buffer, offset, length), buffer.byteBuffer(), buffer.wrapAdjustment() + offset);
  }

  static Backing of(long address, int length) {
    return of(MemorySegment.ofAddress(address).reinterpret(length));
  }

  private static Backing of(
      MemorySegment segment, @Nullable ByteBuffer byteBuffer, int adjustment) {
    byte[] array = segment.heapBase().orElse(null) instanceof byte[] bytes ? bytes : null;
    return new Backing(segment, array, byteBuffer, adjustment);
  }

  /// All bytes of a byte buffer, whatever its position and limit.
  static MemorySegment bytes(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer.duplicate().clear());
  }

  /// Some bytes of any of Agrona's buffers, held by their owner where the buffer names it.
  static MemorySegment bytes(DirectBuffer buffer, int offset, int length) {
    if (buffer instanceof SegmentBuffer segmented) {
      return segmented.segment().asSlice(offset, length);
    }
    byte[] array = buffer.byteArray();
    if (array != null) {
      return MemorySegment.ofArray(array).asSlice(buffer.wrapAdjustment() + offset, length);
    }
    ByteBuffer owner = buffer.byteBuffer();
    if (owner != null) {
      return bytes(owner).asSlice(buffer.wrapAdjustment() + offset, length);
    }
    return MemorySegment.ofAddress(buffer.addressOffset() + offset).reinterpret(length);
  }

  /// The segment for atomic access; null where the JVM aligns nothing, as in a `byte[]`.
  @Nullable MemorySegment words() {
    return segment.isNative() || segment.maxByteAlignment() > 1 ? segment : null;
  }

  void verifyAlignment() {
    if (words() == null) {
      throw notAlignable();
    }
    if (segment.maxByteAlignment() < AtomicBuffer.ALIGNMENT) {
      throw new IllegalStateException(
          "The buffer at address 0x%x is not aligned to %d bytes, as atomic access needs. "
                  .formatted(segment.address(), AtomicBuffer.ALIGNMENT)
              + "Allocate its segment with that alignment, or slice it at a multiple of it.");
    }
  }

  IllegalStateException notAlignable() {
    return new IllegalStateException(
        "Cannot access %d bytes of a byte[] atomically: the JVM does not align it. "
                .formatted(segment.byteSize())
            + "Use direct memory: a segment of an Arena, or a direct ByteBuffer.");
  }

  /// The address for code that bypasses Java's checks: absolute, or relative to the array's header.
  long addressOffset() {
    if (segment.isNative()) {
      return segment.address();
    }
    if (array == null) {
      throw new UnsupportedOperationException(
          "This buffer has no address: its memory is on the heap, in no writable byte[]. "
              + "Use memory of an Arena or a direct ByteBuffer.");
    }
    try {
      return BufferUtil.ARRAY_BASE_OFFSET + segment.address();
    } catch (LinkageError e) {
      throw new UnsupportedOperationException(
          "This buffer has no address: its memory is a byte[], whose layout only the JVM knows. "
              + "Use byteArray() and wrapAdjustment(), or memory of an Arena.",
          e);
    }
  }
}
