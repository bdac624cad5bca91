package io.tandem.memory;

import io.tandem.word.Words;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// What the segments of a scope are parts of: its file, as this process has it open.
interface SegmentSource {
  /// Maps a part that is there, see [#size].
  MemorySegment map(long offset, long bytes) throws IOException;

  /// The memory of a part, or of a piece of one, as algorithms touch it.
  Words words(MemorySegment memory);

  /// How long it is.
  long size() throws IOException;

  /// Makes it at least `offset + bytes` long, with zeros behind its old end.
  ///
  /// @throws MemoryException.NoSpace if there is no room
  void reserve(long offset, long bytes);
}
