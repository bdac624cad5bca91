package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What a buffer is wrapped around, and what it says about it.
class SegmentBufferWrapTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(64, 8);
  private final SegmentBuffer buffer = new SegmentBuffer(memory);

  @Test
  void everyWrapShowsTheMemoryItNames() {
    byte[] array = new byte[32];
    buffer.wrap(array);
    assertView(32, 0, () -> array[3]);
    buffer.wrap(array, 8, 16);
    assertView(16, 8, () -> array[11]);

    var heap = ByteBuffer.allocate(40).position(4).slice().position(7).limit(9);
    buffer.wrap(heap);
    assertView(36, 4, () -> heap.array()[7]);
    buffer.wrap(heap, 8, 16);
    assertView(16, 12, () -> heap.array()[15]);

    var direct = ByteBuffer.allocateDirect(40).position(7).limit(9);
    buffer.wrap(direct);
    assertView(40, 0, () -> direct.duplicate().clear().get(3));
    buffer.wrap(direct, 8, 16);
    assertView(16, 8, () -> direct.duplicate().clear().get(11));

    var other = new SegmentBuffer(memory);
    buffer.wrap(other);
    assertView(64, 0, () -> other.getByte(3));
    buffer.wrap(other, 8, 16);
    assertView(16, 8, () -> other.getByte(11));

    buffer.wrap(memory.address(), 24);
    assertView(24, 0, () -> other.getByte(3));
  }

  private void assertView(int capacity, int adjustment, Supplier<Byte> at3) {
    byte mark = (byte) (at3.get() + 1);
    buffer.putByte(3, mark);

    assertEquals(mark, at3.get());
    assertEquals(capacity, buffer.capacity());
    assertEquals(capacity, buffer.segment().byteSize());
    assertEquals(adjustment, buffer.wrapAdjustment());
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(capacity));
  }

  @Test
  void byteArrayAndByteBufferAreThoseWrapped() {
    assertNull(buffer.byteArray());
    assertNull(buffer.byteBuffer());

    byte[] array = new byte[8];
    buffer.wrap(array);
    assertSame(array, buffer.byteArray());
    assertNull(buffer.byteBuffer());

    var heap = ByteBuffer.wrap(array);
    buffer.wrap(heap);
    assertSame(array, buffer.byteArray());
    assertSame(heap, buffer.byteBuffer());

    var direct = ByteBuffer.allocateDirect(8);
    var other = new SegmentBuffer(memory);
    other.wrap(direct);
    buffer.wrap(other);
    assertNull(buffer.byteArray());
    assertSame(direct, buffer.byteBuffer());
  }

  @Test
  void addressOfNativeMemoryIsItsAddress() {
    assertEquals(memory.address(), buffer.addressOffset());
    buffer.wrap(new SegmentBuffer(memory), 8, 16);
    assertEquals(memory.address() + 8, buffer.addressOffset());
  }

  @Test
  void addressOfAnArrayIsRefusedWhereNobodyCouldUseIt() {
    buffer.wrap(new byte[8]);
    var refused = assertThrows(UnsupportedOperationException.class, buffer::addressOffset);
    assertTrue(refused.getMessage().contains("Use byteArray()"), refused::getMessage);

    buffer.wrap(ByteBuffer.allocate(8).asReadOnlyBuffer());
    assertNull(buffer.byteArray());
    assertEquals(0, buffer.getLong(0));
    refused = assertThrows(UnsupportedOperationException.class, buffer::addressOffset);
    assertTrue(refused.getMessage().contains("no writable byte[]"), refused::getMessage);
  }

  @Test
  void alignmentIsVerifiedAgainstTheAddress() {
    buffer.verifyAlignment();
    buffer.wrap(new SegmentBuffer(memory), 4, 32);
    var refused = assertThrows(IllegalStateException.class, buffer::verifyAlignment);
    assertTrue(refused.getMessage().contains("not aligned to 8 bytes"), refused::getMessage);

    buffer.wrap(new byte[8]);
    refused = assertThrows(IllegalStateException.class, buffer::verifyAlignment);
    assertTrue(refused.getMessage().contains("Use direct memory"), refused::getMessage);

    new SegmentBuffer(MemorySegment.ofArray(new long[2])).verifyAlignment();
  }

  @Test
  void aRefusedWrapChangesNothing() {
    var small = new SegmentBuffer(memory.asSlice(0, 8));
    for (int[] part : new int[][] {{-1, 4}, {0, 9}, {5, 4}, {0, -1}, {Integer.MAX_VALUE, 1}}) {
      int offset = part[0];
      int length = part[1];
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.wrap(new byte[8], offset, length));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> buffer.wrap(ByteBuffer.allocate(8), offset, length));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> buffer.wrap(ByteBuffer.allocateDirect(8), offset, length));
      assertThrows(IndexOutOfBoundsException.class, () -> buffer.wrap(small, offset, length));
    }
    assertThrows(IllegalArgumentException.class, () -> buffer.wrap(memory.address(), -1));
    assertSame(memory, buffer.segment());
    assertEquals(64, buffer.capacity());
  }

  @Test
  void aSegmentBeyondIntIndicesIsRefusedWithItsSize() {
    var huge = MemorySegment.ofAddress(0).reinterpret(1L << 31);
    var refused = assertThrows(IllegalArgumentException.class, () -> new SegmentBuffer(huge));
    assertEquals(
        "Cannot make a buffer of 2147483648 bytes: its indices are int. "
            + "Pass a slice of the segment of at most 2147483647 bytes.",
        refused.getMessage());
  }
}
