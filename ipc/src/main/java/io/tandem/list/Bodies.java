package io.tandem.list;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope.Place;
import io.tandem.word.Words;

/// Where the bodies of a list come from.
interface Bodies {
  /// Memory for a body, all zeros.
  ///
  /// @param offset in the scope; with `generation` its name
  record Room(long offset, int generation, Words words) {}

  /// @param place is told where it will be before it is there
  /// @throws MemoryException.NoSpace if there is no room; nothing has changed then
  Room allocate(long bytes, Place place);

  /// The memory of that name.
  ///
  /// @throws MemoryException if there is none
  Words find(long offset, int generation);

  /// Gives memory back. Again, or where there never was any, is harmless.
  void free(long offset, int generation);
}
