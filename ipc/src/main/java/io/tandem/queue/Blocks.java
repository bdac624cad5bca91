package io.tandem.queue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope.Place;
import io.tandem.word.Words;

/// Where the memory for messages comes from that are not in the ring.
interface Blocks {
  /// Fails if the queue has been freed, and its memory may be another object's.
  ///
  /// @throws MemoryException.Stale if so
  void requireQueue();

  /// Memory, all zeros.
  ///
  /// @param place is told where it will be before it is there
  /// @throws MemoryException.NoSpace if there is no room
  Words allocate(long bytes, Place place);

  /// The memory of that name.
  ///
  /// @throws MemoryException if there is none
  Words find(long offset, int generation);

  /// Gives memory back. Again, or where there never was any, is harmless.
  void free(long offset, int generation);
}
