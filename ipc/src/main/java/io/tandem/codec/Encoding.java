package io.tandem.codec;

import java.lang.foreign.MemorySegment;

/// A value that was encoded, and waits to be written: what can fail for the value's sake has failed
/// before, and its size is known, so that room can be claimed for it.
///
/// It is used by one thread, any number of times.
public interface Encoding {
  /// How many bytes it takes.
  long size();

  /// Writes it.
  ///
  /// @param target the memory that the bytes go to
  /// @param offset where they begin
  /// @throws IndexOutOfBoundsException if there is no room for all of it; then nothing is written
  void writeTo(MemorySegment target, long offset);
}
