package io.tandem.word;

import java.lang.foreign.MemorySegment;

/// Words whose accesses Lincheck sees, and between which it switches from thread to thread. Into a
/// memory segment it cannot look: so there is a field that is read before each access. It is
/// static, or Lincheck might think that only one thread knows it. Bytes are copied 8 at a time.
///
/// Not final: a test plants a bug by overriding an access.
public class SwitchingWords implements Words {
  private static volatile boolean switchHere;

  private final Words words;

  /// @param bytes a multiple of 8, all zeros
  public SwitchingWords(long bytes) {
    words = TwoProcesses.memory(bytes);
  }

  private Words next() {
    boolean _ = switchHere;
    return words;
  }

  @Override
  public int getInt(long offset) {
    return next().getInt(offset);
  }

  @Override
  public int getIntAcquire(long offset) {
    return next().getIntAcquire(offset);
  }

  @Override
  public int getIntVolatile(long offset) {
    return next().getIntVolatile(offset);
  }

  @Override
  public void setInt(long offset, int value) {
    next().setInt(offset, value);
  }

  @Override
  public void setIntRelease(long offset, int value) {
    next().setIntRelease(offset, value);
  }

  @Override
  public void setIntVolatile(long offset, int value) {
    next().setIntVolatile(offset, value);
  }

  @Override
  public boolean compareAndSetInt(long offset, int expected, int value) {
    return next().compareAndSetInt(offset, expected, value);
  }

  @Override
  public int getAndSetInt(long offset, int value) {
    return next().getAndSetInt(offset, value);
  }

  @Override
  public int getAndAddInt(long offset, int delta) {
    return next().getAndAddInt(offset, delta);
  }

  @Override
  public long getLong(long offset) {
    return next().getLong(offset);
  }

  @Override
  public long getLongAcquire(long offset) {
    return next().getLongAcquire(offset);
  }

  @Override
  public long getLongVolatile(long offset) {
    return next().getLongVolatile(offset);
  }

  @Override
  public void setLong(long offset, long value) {
    next().setLong(offset, value);
  }

  @Override
  public void setLongRelease(long offset, long value) {
    next().setLongRelease(offset, value);
  }

  @Override
  public void setLongVolatile(long offset, long value) {
    next().setLongVolatile(offset, value);
  }

  @Override
  public boolean compareAndSetLong(long offset, long expected, long value) {
    return next().compareAndSetLong(offset, expected, value);
  }

  @Override
  public long getAndAddLong(long offset, long delta) {
    return next().getAndAddLong(offset, delta);
  }

  @Override
  public void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes) {
    for (long at = 0; at < bytes; at += Long.BYTES) {
      next().copyIn(offset + at, source, sourceOffset + at, Math.min(Long.BYTES, bytes - at));
    }
  }

  @Override
  public void copyOut(long offset, MemorySegment target, long targetOffset, long bytes) {
    for (long at = 0; at < bytes; at += Long.BYTES) {
      next().copyOut(offset + at, target, targetOffset + at, Math.min(Long.BYTES, bytes - at));
    }
  }

  @Override
  public void zero(long offset, long bytes) {
    next().zero(offset, bytes);
  }

  @Override
  public MemorySegment segment() {
    return words.segment();
  }
}
