package io.tandem.codec;

import java.lang.foreign.MemorySegment;

/// A value that was encoded, and waits to be written: what can fail for the value's sake has failed
/// before, and its size is known, so that room can be claimed for it.
///
/// It is used by one thread, any number of times.
public interface Encoding {
  /// How long an array can be: what HotSpot allows.
  int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /// How many bytes it takes.
  long size();

  /// Writes it.
  ///
  /// @param target the memory that the bytes go to
  /// @param offset where they begin
  /// @throws IndexOutOfBoundsException if there is no room for all of it; then nothing is written
  void writeTo(MemorySegment target, long offset);

  /// Writes it into an array of its own.
  ///
  /// @throws CodecException.Unencodable if it is longer than an array can be
  default byte[] toBytes() {
    if (size() > LONGEST_ARRAY) {
      throw new CodecException.Unencodable(
          "it takes %d bytes, and %d is the most. Send shared objects instead."
              .formatted(size(), LONGEST_ARRAY));
    }
    byte[] bytes = new byte[(int) size()];
    writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }
}
