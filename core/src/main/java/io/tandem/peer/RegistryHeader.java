package io.tandem.peer;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.UUID;

/// What never changes about a registry, written by its creator and checked by everybody else.
public final class RegistryHeader {
  /// The layout version, for the file's name: each has its own registry.
  public static final int VERSION = RegistryLayout.VERSION;

  private RegistryHeader() {}

  /// Makes an empty registry of zeroed memory that nobody else sees yet.
  ///
  /// @param library its version, packed
  public static void initialize(MemorySegment memory, UUID id, int library) {
    var words = new SegmentWords(memory);
    words.setLong(RegistryLayout.MAGIC_AT, RegistryLayout.MAGIC);
    words.setInt(RegistryLayout.ENDIAN_AT, RegistryLayout.ENDIAN_MARK);
    words.setInt(RegistryLayout.VERSION_AT, RegistryLayout.VERSION);
    words.setLong(RegistryLayout.ID_HIGH_AT, id.getMostSignificantBits());
    words.setLong(RegistryLayout.ID_LOW_AT, id.getLeastSignificantBits());
    words.setInt(RegistryLayout.LIBRARY_AT, library);
    words.setIntRelease( // release: pairs with damage
        RegistryLayout.STATE_AT, RegistryLayout.READY);
  }

  /// What keeps memory from being used as a registry.
  ///
  /// @param header its first 64 bytes or more
  /// @return what was found, or empty if it is a registry of this version
  public static Optional<String> damage(MemorySegment header) {
    var words = new SegmentWords(header);
    int state = words.getIntAcquire(RegistryLayout.STATE_AT); // acquire: pairs with initialize
    if (state != RegistryLayout.READY
        || words.getLong(RegistryLayout.MAGIC_AT) != RegistryLayout.MAGIC
        || words.getInt(RegistryLayout.ENDIAN_AT) != RegistryLayout.ENDIAN_MARK) {
      return Optional.of("its first bytes are not those of a registry");
    }
    int version = words.getInt(RegistryLayout.VERSION_AT);
    return version == RegistryLayout.VERSION
        ? Optional.empty()
        : Optional.of("it has layout version %d".formatted(version));
  }

  static UUID id(Words words) {
    return new UUID(
        words.getLong(RegistryLayout.ID_HIGH_AT), words.getLong(RegistryLayout.ID_LOW_AT));
  }
}
