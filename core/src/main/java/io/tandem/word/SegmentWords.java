package io.tandem.word;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Words in a memory segment, checked by it: outside its bounds, or after its arena was closed, an
/// access is an exception.
public final class SegmentWords implements Words {
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  private final MemorySegment segment;

  /// @param segment that begins at a multiple of 8
  public SegmentWords(MemorySegment segment) {
    this.segment = segment;
  }

  @Override
  public int getInt(long offset) {
    return (int) INT.get(segment, offset);
  }

  @Override
  public int getIntAcquire(long offset) {
    return (int) INT.getAcquire(segment, offset);
  }

  @Override
  public int getIntVolatile(long offset) {
    return (int) INT.getVolatile(segment, offset);
  }

  @Override
  public void setInt(long offset, int value) {
    INT.set(segment, offset, value);
  }

  @Override
  public void setIntRelease(long offset, int value) {
    INT.setRelease(segment, offset, value);
  }

  @Override
  public void setIntVolatile(long offset, int value) {
    INT.setVolatile(segment, offset, value);
  }

  @Override
  public boolean compareAndSetInt(long offset, int expected, int value) {
    return INT.compareAndSet(segment, offset, expected, value);
  }

  @Override
  public int getAndSetInt(long offset, int value) {
    return (int) INT.getAndSet(segment, offset, value);
  }

  @Override
  public int getAndAddInt(long offset, int delta) {
    return (int) INT.getAndAdd(segment, offset, delta);
  }

  @Override
  public long getLong(long offset) {
    return (long) LONG.get(segment, offset);
  }

  @Override
  public long getLongAcquire(long offset) {
    return (long) LONG.getAcquire(segment, offset);
  }

  @Override
  public long getLongVolatile(long offset) {
    return (long) LONG.getVolatile(segment, offset);
  }

  @Override
  public void setLong(long offset, long value) {
    LONG.set(segment, offset, value);
  }

  @Override
  public void setLongRelease(long offset, long value) {
    LONG.setRelease(segment, offset, value);
  }

  @Override
  public void setLongVolatile(long offset, long value) {
    LONG.setVolatile(segment, offset, value);
  }

  @Override
  public boolean compareAndSetLong(long offset, long expected, long value) {
    return LONG.compareAndSet(segment, offset, expected, value);
  }

  @Override
  public long getAndAddLong(long offset, long delta) {
    return (long) LONG.getAndAdd(segment, offset, delta);
  }

  @Override
  public void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes) {
    MemorySegment.copy(source, sourceOffset, segment, offset, bytes);
  }

  @Override
  public void copyOut(long offset, MemorySegment target, long targetOffset, long bytes) {
    MemorySegment.copy(segment, offset, target, targetOffset, bytes);
  }

  @Override
  public void zero(long offset, long bytes) {
    segment.asSlice(offset, bytes).fill((byte) 0);
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }
}
