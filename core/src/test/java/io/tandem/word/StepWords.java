package io.tandem.word;

import java.lang.foreign.MemorySegment;

/// Words as one process sees them, which may be stopped before any access.
///
/// Not final: a test plants a bug by overriding an access.
public class StepWords implements Words {
  private final Words words;
  private final Steps steps;

  /// @param steps of the process, shared by all its words
  public StepWords(Words words, Steps steps) {
    this.words = words;
    this.steps = steps;
  }

  @Override
  public int getInt(long offset) {
    steps.next();
    return words.getInt(offset);
  }

  @Override
  public int getIntAcquire(long offset) {
    steps.next();
    return words.getIntAcquire(offset);
  }

  @Override
  public int getIntVolatile(long offset) {
    steps.next();
    return words.getIntVolatile(offset);
  }

  @Override
  public void setInt(long offset, int value) {
    steps.next();
    words.setInt(offset, value);
  }

  @Override
  public void setIntRelease(long offset, int value) {
    steps.next();
    words.setIntRelease(offset, value);
  }

  @Override
  public void setIntVolatile(long offset, int value) {
    steps.next();
    words.setIntVolatile(offset, value);
  }

  @Override
  public boolean compareAndSetInt(long offset, int expected, int value) {
    steps.next();
    return words.compareAndSetInt(offset, expected, value);
  }

  @Override
  public int getAndSetInt(long offset, int value) {
    steps.next();
    return words.getAndSetInt(offset, value);
  }

  @Override
  public int getAndAddInt(long offset, int delta) {
    steps.next();
    return words.getAndAddInt(offset, delta);
  }

  @Override
  public long getLong(long offset) {
    steps.next();
    return words.getLong(offset);
  }

  @Override
  public long getLongAcquire(long offset) {
    steps.next();
    return words.getLongAcquire(offset);
  }

  @Override
  public long getLongVolatile(long offset) {
    steps.next();
    return words.getLongVolatile(offset);
  }

  @Override
  public void setLong(long offset, long value) {
    steps.next();
    words.setLong(offset, value);
  }

  @Override
  public void setLongRelease(long offset, long value) {
    steps.next();
    words.setLongRelease(offset, value);
  }

  @Override
  public void setLongVolatile(long offset, long value) {
    steps.next();
    words.setLongVolatile(offset, value);
  }

  @Override
  public boolean compareAndSetLong(long offset, long expected, long value) {
    steps.next();
    return words.compareAndSetLong(offset, expected, value);
  }

  @Override
  public long getAndAddLong(long offset, long delta) {
    steps.next();
    return words.getAndAddLong(offset, delta);
  }

  @Override
  public void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes) {
    steps.next();
    words.copyIn(offset, source, sourceOffset, bytes);
  }

  @Override
  public void copyOut(long offset, MemorySegment target, long targetOffset, long bytes) {
    steps.next();
    words.copyOut(offset, target, targetOffset, bytes);
  }

  @Override
  public void zero(long offset, long bytes) {
    steps.next();
    words.zero(offset, bytes);
  }

  /// No access of itself: it is for payloads that no other side touches, and for addresses.
  @Override
  public MemorySegment segment() {
    return words.segment();
  }
}
