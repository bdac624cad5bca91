package io.tandem.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/// Agrona's [AtomicBuffer] over a [MemorySegment], so that Agrona's rings, broadcast buffers and
/// counters run in shared memory without opening the JDK's internals to them.
///
/// **Shape.** A view of `capacity()` bytes, fixed until the next `wrap`; index 0 is the first byte
/// of the segment. It never expands.
///
/// **Units.** Indices, offsets and lengths are bytes. Values are in native byte order unless a
/// method takes a [java.nio.ByteOrder].
///
/// **Sharing.** As safe as the memory: any thread that may use the segment may call any access
/// method, with the memory order in the method's name; plain accesses promise no order. Plain
/// accesses may be at any index. Accesses with a memory order must be aligned to their size. `wrap`
/// is not for concurrent use.
///
/// **Lifetime.** The segment's arena decides. A buffer made by `wrap(address, length)` has no
/// arena: its caller keeps the memory.
///
/// **Errors.** `IndexOutOfBoundsException` outside the buffer, always checked.
/// `IllegalStateException` for access after the arena is closed, and for an access with a memory
/// order in a `byte[]`, which the JVM does not align. `IllegalArgumentException` for a misaligned
/// index of such an access, and for a write to read-only memory. An access of no bytes checks its
/// bounds and nothing else.
///
/// **Source.** Agrona 2.6.0, whose own buffer is the oracle in this class's tests. It differs in
/// the errors above: Agrona's crashes the JVM after close, and tolerates misaligned atomics.
///
/// ```java
/// import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
/// import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
///
/// try (var arena = Arena.ofShared()) {
///   var buffer = new SegmentBuffer(arena.allocate(1024 + RingBufferDescriptor.TRAILER_LENGTH, 8));
///   var ring = new OneToOneRingBuffer(buffer);
/// }
/// ```
public final class SegmentBuffer
    implements AtomicBuffer, EitherByteOrder, AsciiNumbers, AsciiStrings, Utf8Strings {

  private static final VarHandle LONG = handle(JAVA_LONG_UNALIGNED);
  private static final VarHandle INT = handle(JAVA_INT_UNALIGNED);
  private static final VarHandle SHORT = handle(JAVA_SHORT_UNALIGNED);
  private static final VarHandle CHAR = handle(JAVA_CHAR_UNALIGNED);
  private static final VarHandle DOUBLE = handle(JAVA_DOUBLE_UNALIGNED);
  private static final VarHandle FLOAT = handle(JAVA_FLOAT_UNALIGNED);
  private static final VarHandle BYTE = handle(JAVA_BYTE);

  private static final VarHandle ATOMIC_LONG = handle(JAVA_LONG);
  private static final VarHandle ATOMIC_INT = handle(JAVA_INT);
  private static final VarHandle ATOMIC_SHORT = handle(JAVA_SHORT);
  private static final VarHandle ATOMIC_CHAR = handle(JAVA_CHAR);

  private Backing backing;
  private MemorySegment segment;
  private @Nullable MemorySegment words; // the segment; null where the JVM aligns nothing
  private int capacity;

  /// Makes a buffer of all bytes of a segment.
  ///
  /// @param segment the memory, of at most `Integer.MAX_VALUE` bytes
  /// @throws IllegalArgumentException if the segment is larger
  public SegmentBuffer(MemorySegment segment) {
    this(Backing.of(segment));
  }

  private SegmentBuffer(Backing backing) {
    this.backing = backing;
    this.segment = backing.segment();
    this.words = backing.words();
    this.capacity = (int) segment.byteSize();
  }

  private static VarHandle handle(ValueLayout layout) {
    return layout.varHandle().withInvokeExactBehavior();
  }

  /// The memory of this buffer.
  ///
  /// @return the segment of `capacity()` bytes
  public MemorySegment segment() {
    return segment;
  }

  // ---- plain access: any index, no order ----

  @Override
  public long getLong(int index) {
    return (long) LONG.get(segment, (long) index);
  }

  @Override
  public void putLong(int index, long value) {
    LONG.set(segment, (long) index, value);
  }

  @Override
  public int getInt(int index) {
    return (int) INT.get(segment, (long) index);
  }

  @Override
  public void putInt(int index, int value) {
    INT.set(segment, (long) index, value);
  }

  @Override
  public short getShort(int index) {
    return (short) SHORT.get(segment, (long) index);
  }

  @Override
  public void putShort(int index, short value) {
    SHORT.set(segment, (long) index, value);
  }

  @Override
  public char getChar(int index) {
    return (char) CHAR.get(segment, (long) index);
  }

  @Override
  public void putChar(int index, char value) {
    CHAR.set(segment, (long) index, value);
  }

  @Override
  public double getDouble(int index) {
    return (double) DOUBLE.get(segment, (long) index);
  }

  @Override
  public void putDouble(int index, double value) {
    DOUBLE.set(segment, (long) index, value);
  }

  @Override
  public float getFloat(int index) {
    return (float) FLOAT.get(segment, (long) index);
  }

  @Override
  public void putFloat(int index, float value) {
    FLOAT.set(segment, (long) index, value);
  }

  @Override
  public byte getByte(int index) {
    return (byte) BYTE.get(segment, (long) index);
  }

  @Override
  public void putByte(int index, byte value) {
    BYTE.set(segment, (long) index, value);
  }

  // ---- plain access in bulk ----

  @Override
  public void setMemory(int index, int length, byte value) {
    segment.asSlice(index, length).fill(value);
  }

  @Override
  public void getBytes(int index, byte[] dst) {
    MemorySegment.copy(segment, JAVA_BYTE, index, dst, 0, dst.length);
  }

  @Override
  public void getBytes(int index, byte[] dst, int offset, int length) {
    MemorySegment.copy(segment, JAVA_BYTE, index, dst, offset, length);
  }

  @Override
  public void getBytes(int index, MutableDirectBuffer dstBuffer, int dstIndex, int length) {
    dstBuffer.putBytes(dstIndex, this, index, length);
  }

  @Override
  public void getBytes(int index, ByteBuffer dstBuffer, int length) {
    int dstOffset = dstBuffer.position();
    getBytes(index, dstBuffer, dstOffset, length);
    dstBuffer.position(dstOffset + length);
  }

  @Override
  public void getBytes(int index, ByteBuffer dstBuffer, int dstOffset, int length) {
    copy(segment, index, Backing.bytes(dstBuffer), dstOffset, length);
  }

  @Override
  public void putBytes(int index, byte[] src) {
    MemorySegment.copy(src, 0, segment, JAVA_BYTE, index, src.length);
  }

  @Override
  public void putBytes(int index, byte[] src, int offset, int length) {
    MemorySegment.copy(src, offset, segment, JAVA_BYTE, index, length);
  }

  @Override
  public void putBytes(int index, ByteBuffer srcBuffer, int length) {
    int srcIndex = srcBuffer.position();
    putBytes(index, srcBuffer, srcIndex, length);
    srcBuffer.position(srcIndex + length);
  }

  @Override
  public void putBytes(int index, ByteBuffer srcBuffer, int srcIndex, int length) {
    copy(Backing.bytes(srcBuffer), srcIndex, segment, index, length);
  }

  @Override
  public void putBytes(int index, DirectBuffer srcBuffer, int srcIndex, int length) {
    if (srcBuffer instanceof SegmentBuffer src) {
      copy(src.segment, srcIndex, segment, index, length);
    } else {
      boundsCheck(index, length);
      srcBuffer.boundsCheck(srcIndex, length);
      copy(Backing.bytes(srcBuffer, srcIndex, length), 0, segment, index, length);
    }
  }

  /// Goes straight to the bulk copy: without the layouts, the JDK copies small sizes word by word
  /// and checks each word, which measured 6 % slower in a ring.
  private static void copy(
      MemorySegment src, int srcIndex, MemorySegment dst, int dstIndex, int length) {
    MemorySegment.copy(src, JAVA_BYTE, srcIndex, dst, JAVA_BYTE, dstIndex, length);
  }

  // ---- volatile: sequentially consistent ----

  @Override
  public long getLongVolatile(int index) {
    return (long) ATOMIC_LONG.getVolatile(words(), (long) index);
  }

  @Override
  public void putLongVolatile(int index, long value) {
    ATOMIC_LONG.setVolatile(words(), (long) index, value);
  }

  @Override
  public int getIntVolatile(int index) {
    return (int) ATOMIC_INT.getVolatile(words(), (long) index);
  }

  @Override
  public void putIntVolatile(int index, int value) {
    ATOMIC_INT.setVolatile(words(), (long) index, value);
  }

  @Override
  public short getShortVolatile(int index) {
    return (short) ATOMIC_SHORT.getVolatile(words(), (long) index);
  }

  @Override
  public void putShortVolatile(int index, short value) {
    ATOMIC_SHORT.setVolatile(words(), (long) index, value);
  }

  @Override
  public char getCharVolatile(int index) {
    return (char) ATOMIC_CHAR.getVolatile(words(), (long) index);
  }

  @Override
  public void putCharVolatile(int index, char value) {
    ATOMIC_CHAR.setVolatile(words(), (long) index, value);
  }

  @Override
  public byte getByteVolatile(int index) {
    return (byte) BYTE.getVolatile(segment, (long) index);
  }

  @Override
  public void putByteVolatile(int index, byte value) {
    BYTE.setVolatile(segment, (long) index, value);
  }

  // ---- volatile, in one step ----

  @Override
  public boolean compareAndSetLong(int index, long expectedValue, long updateValue) {
    return ATOMIC_LONG.compareAndSet(words(), (long) index, expectedValue, updateValue);
  }

  @Override
  public long compareAndExchangeLong(int index, long expectedValue, long updateValue) {
    return (long) ATOMIC_LONG.compareAndExchange(words(), (long) index, expectedValue, updateValue);
  }

  @Override
  public long getAndSetLong(int index, long value) {
    return (long) ATOMIC_LONG.getAndSet(words(), (long) index, value);
  }

  @Override
  public long getAndAddLong(int index, long delta) {
    return (long) ATOMIC_LONG.getAndAdd(words(), (long) index, delta);
  }

  @Override
  public boolean compareAndSetInt(int index, int expectedValue, int updateValue) {
    return ATOMIC_INT.compareAndSet(words(), (long) index, expectedValue, updateValue);
  }

  @Override
  public int compareAndExchangeInt(int index, int expectedValue, int updateValue) {
    return (int) ATOMIC_INT.compareAndExchange(words(), (long) index, expectedValue, updateValue);
  }

  @Override
  public int getAndSetInt(int index, int value) {
    return (int) ATOMIC_INT.getAndSet(words(), (long) index, value);
  }

  @Override
  public int getAndAddInt(int index, int delta) {
    return (int) ATOMIC_INT.getAndAdd(words(), (long) index, delta);
  }

  // ---- acquire and release; "ordered" is Agrona's older word for release ----

  @Override
  public long getLongAcquire(int index) {
    return (long) ATOMIC_LONG.getAcquire(words(), (long) index);
  }

  @Override
  public void putLongRelease(int index, long value) {
    ATOMIC_LONG.setRelease(words(), (long) index, value);
  }

  @Override
  public void putLongOrdered(int index, long value) {
    putLongRelease(index, value);
  }

  @Override
  public long addLongRelease(int index, long increment) {
    return (long) ATOMIC_LONG.getAndAddRelease(words(), (long) index, increment);
  }

  @Override
  public long addLongOrdered(int index, long increment) {
    return addLongRelease(index, increment);
  }

  @Override
  public int getIntAcquire(int index) {
    return (int) ATOMIC_INT.getAcquire(words(), (long) index);
  }

  @Override
  public void putIntRelease(int index, int value) {
    ATOMIC_INT.setRelease(words(), (long) index, value);
  }

  @Override
  public void putIntOrdered(int index, int value) {
    putIntRelease(index, value);
  }

  @Override
  public int addIntRelease(int index, int increment) {
    return (int) ATOMIC_INT.getAndAddRelease(words(), (long) index, increment);
  }

  @Override
  public int addIntOrdered(int index, int increment) {
    return addIntRelease(index, increment);
  }

  // ---- opaque; an add is a read and a write, not one step ----

  @Override
  public long getLongOpaque(int index) {
    return (long) ATOMIC_LONG.getOpaque(words(), (long) index);
  }

  @Override
  public void putLongOpaque(int index, long value) {
    ATOMIC_LONG.setOpaque(words(), (long) index, value);
  }

  @Override
  public long addLongOpaque(int index, long increment) {
    long before = getLongOpaque(index);
    putLongOpaque(index, before + increment);
    return before;
  }

  @Override
  public int getIntOpaque(int index) {
    return (int) ATOMIC_INT.getOpaque(words(), (long) index);
  }

  @Override
  public void putIntOpaque(int index, int value) {
    ATOMIC_INT.setOpaque(words(), (long) index, value);
  }

  @Override
  public int addIntOpaque(int index, int increment) {
    int before = getIntOpaque(index);
    putIntOpaque(index, before + increment);
    return before;
  }

  // ---- alignment ----

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if the memory is not aligned to 8 bytes; always for a `byte[]`
  @Override
  public void verifyAlignment() {
    backing.verifyAlignment();
  }

  private MemorySegment words() {
    MemorySegment aligned = words;
    if (aligned == null) {
      throw backing.notAlignable();
    }
    return aligned;
  }

  // ---- bounds and kind ----

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public boolean isExpandable() {
    return false;
  }

  @Override
  public void boundsCheck(int index, int length) {
    Objects.checkFromIndexSize(index, length, capacity);
  }

  @Override
  public void checkLimit(int limit) {
    if (limit > capacity) {
      throw new IndexOutOfBoundsException("limit=" + limit + " is beyond capacity=" + capacity);
    }
  }

  // ---- what the buffer is wrapped around ----

  @Override
  public void wrap(byte[] buffer) {
    wrap(buffer, 0, buffer.length);
  }

  @Override
  public void wrap(byte[] buffer, int offset, int length) {
    adopt(Backing.of(buffer, offset, length));
  }

  @Override
  public void wrap(ByteBuffer buffer) {
    wrap(buffer, 0, buffer.capacity());
  }

  @Override
  public void wrap(ByteBuffer buffer, int offset, int length) {
    adopt(Backing.of(buffer, offset, length));
  }

  @Override
  public void wrap(DirectBuffer buffer) {
    wrap(buffer, 0, buffer.capacity());
  }

  @Override
  public void wrap(DirectBuffer buffer, int offset, int length) {
    adopt(Backing.of(buffer, offset, length));
  }

  /// {@inheritDoc}
  ///
  /// Nothing watches over such memory: access after it is freed may crash the JVM. Prefer a
  /// segment.
  @Override
  public void wrap(long address, int length) {
    adopt(Backing.of(address, length));
  }

  private void adopt(Backing next) {
    backing = next;
    segment = next.segment();
    words = backing.words();
    capacity = (int) segment.byteSize();
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if the arena is closed, as the reader could not be stopped later
  /// @throws UnsupportedOperationException if the memory is on the heap and its address not known
  @Override
  public long addressOffset() {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(
          "Cannot give the address of a closed buffer: its memory is gone. "
              + "Keep the arena of its segment open while the buffer is in use.");
    }
    return backing.addressOffset();
  }

  @Override
  public byte @Nullable [] byteArray() {
    return backing.array();
  }

  @Override
  public @Nullable ByteBuffer byteBuffer() {
    return backing.byteBuffer();
  }

  @Override
  public int wrapAdjustment() {
    return backing.adjustment();
  }

  // ---- contents; Agrona orders and hashes by native longs, then the last bytes ----

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof SegmentBuffer that
            && capacity == that.capacity
            && segment.mismatch(that.segment) < 0;
  }

  @Override
  public int hashCode() {
    int hash = 19;
    int i = 0;
    for (int end = capacity & ~7; i < end; i += Long.BYTES) {
      hash = 31 * hash + Long.hashCode(getLong(i));
    }
    for (; i < capacity; i++) {
      hash = 31 * hash + getByte(i);
    }
    return hash;
  }

  @Override
  public int compareTo(DirectBuffer that) {
    int common = this == that ? 0 : Math.min(capacity, that.capacity());
    int i = 0;
    for (int end = common & ~7; i < end; i += Long.BYTES) {
      int order = Long.compare(getLong(i), that.getLong(i));
      if (order != 0) {
        return order;
      }
    }
    for (; i < common; i++) {
      int order = Byte.compare(getByte(i), that.getByte(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(capacity, that.capacity());
  }

  @Override
  public String toString() {
    return "SegmentBuffer[capacity=" + capacity + ", " + segment + "]";
  }
}
