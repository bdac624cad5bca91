package io.tandem.word;

import java.lang.foreign.MemorySegment;

/// The shared words of one structure: every load, store and copy of every algorithm goes through
/// here, so that a test can stop an algorithm before any of them.
///
/// Offsets are bytes from the structure's start, aligned to the word's size; words are in native
/// byte order. The memory order of an access is in its name; those without one are plain.
/// [SegmentWords] is the only implementation outside the tests, and so costs nothing.
public interface Words {
  // ---- 32-bit words ----

  int getInt(long offset);

  int getIntAcquire(long offset);

  int getIntVolatile(long offset);

  void setInt(long offset, int value);

  void setIntRelease(long offset, int value);

  void setIntVolatile(long offset, int value);

  boolean compareAndSetInt(long offset, int expected, int value);

  int getAndSetInt(long offset, int value);

  int getAndAddInt(long offset, int delta);

  // ---- 64-bit words ----

  long getLong(long offset);

  long getLongAcquire(long offset);

  long getLongVolatile(long offset);

  void setLong(long offset, long value);

  void setLongRelease(long offset, long value);

  void setLongVolatile(long offset, long value);

  boolean compareAndSetLong(long offset, long expected, long value);

  long getAndAddLong(long offset, long delta);

  // ---- bytes ----

  /// Copies bytes in, with no order.
  void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes);

  /// Copies bytes out, with no order.
  void copyOut(long offset, MemorySegment target, long targetOffset, long bytes);

  /// Sets bytes to zero, with no order.
  void zero(long offset, long bytes);

  /// The memory itself, for its address and for payloads that no other side touches meanwhile.
  MemorySegment segment();
}
