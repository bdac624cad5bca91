package io.tandem.memory;

import static io.tandem.memory.ScopeLayout.ANONYMOUS;
import static io.tandem.memory.ScopeLayout.NAMED;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/// What never changes about a scope, written by its creator and checked by everybody else.
///
/// @param id random, so that a scope made again under the same name is another one
/// @param kind [ScopeLayout#NAMED] or [ScopeLayout#ANONYMOUS]
/// @param registry of the processes that share it
/// @param initialBytes the size of the file when it was made: where its first segment ends
record ScopeHeader(UUID id, int kind, UUID registry, long initialBytes) {
  static final long PAGE_BYTES = 4096;

  /// Makes an empty scope of zeroed memory; nobody else sees it yet.
  void writeTo(Words memory) {
    memory.setLong(ScopeLayout.MAGIC_AT, ScopeLayout.MAGIC);
    memory.setInt(ScopeLayout.ENDIAN_AT, ScopeLayout.ENDIAN_MARK);
    memory.setInt(ScopeLayout.VERSION_AT, ScopeLayout.VERSION);
    memory.setLong(ScopeLayout.HASH_AT, ScopeLayout.layoutHash());
    memory.setInt(ScopeLayout.LIBRARY_AT, Version.PACKED);
    memory.setInt(ScopeLayout.KIND_AT, kind);
    memory.setLong(ScopeLayout.ID_HIGH_AT, id.getMostSignificantBits());
    memory.setLong(ScopeLayout.ID_LOW_AT, id.getLeastSignificantBits());
    memory.setLong(ScopeLayout.INITIAL_BYTES_AT, initialBytes);
    memory.setLong(ScopeLayout.REGISTRY_HIGH_AT, registry.getMostSignificantBits());
    memory.setLong(ScopeLayout.REGISTRY_LOW_AT, registry.getLeastSignificantBits());
    ProcessHandle creator = ProcessHandle.current();
    memory.setLong(ScopeLayout.CREATOR_PID_AT, creator.pid());
    long start = creator.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    memory.setLong(ScopeLayout.CREATOR_START_AT, start);
    memory.setLong(ScopeLayout.CHECKSUM_AT, checksum(memory));
    memory.setLong(ScopeLayout.segmentEndAt(0), initialBytes);
    memory.setLong(ScopeLayout.segmentTopAt(0), ScopeLayout.BYTES);
    memory.setInt(ScopeLayout.SEGMENT_COUNT_AT, 1);
    memory.setIntRelease(ScopeLayout.STATE_AT, ScopeLayout.READY); // release: pairs with readFrom
  }

  /// Checks every byte of a header.
  ///
  /// @param memory its bytes
  /// @param fileBytes the size of the whole file
  /// @throws MemoryException.Incompatible saying what was found and what was expected
  static ScopeHeader readFrom(Words memory, Path file, long fileBytes) {
    int state = memory.getIntAcquire(ScopeLayout.STATE_AT); // acquire: pairs with writeTo
    expect(file, "state", state, ScopeLayout.READY);
    expect(file, "magic", memory.getLong(ScopeLayout.MAGIC_AT), ScopeLayout.MAGIC);
    expect(file, "endian mark", memory.getInt(ScopeLayout.ENDIAN_AT), ScopeLayout.ENDIAN_MARK);
    requireVersion(memory, file);
    expect(file, "layout hash", memory.getLong(ScopeLayout.HASH_AT), ScopeLayout.layoutHash());
    expect(file, "checksum", memory.getLong(ScopeLayout.CHECKSUM_AT), checksum(memory));
    expect(file, "end of header", memory.getInt(ScopeLayout.TAIL_AT), 0);
    int kind = memory.getInt(ScopeLayout.KIND_AT);
    long initialBytes = memory.getLong(ScopeLayout.INITIAL_BYTES_AT);
    if (kind != NAMED && kind != ANONYMOUS) {
      throw MemoryException.Incompatible.of(file, "it is of kind " + kind, "kind 1 or 2");
    }
    if (initialBytes < ScopeLayout.BYTES
        || initialBytes > fileBytes
        || initialBytes % PAGE_BYTES != 0) {
      throw MemoryException.Incompatible.of(
          file,
          "it has %d bytes and was made with %d".formatted(fileBytes, initialBytes),
          "as many as it was made with, or more");
    }
    long idHigh = memory.getLong(ScopeLayout.ID_HIGH_AT);
    long idLow = memory.getLong(ScopeLayout.ID_LOW_AT);
    long registryHigh = memory.getLong(ScopeLayout.REGISTRY_HIGH_AT);
    long registryLow = memory.getLong(ScopeLayout.REGISTRY_LOW_AT);
    return new ScopeHeader(
        new UUID(idHigh, idLow), kind, new UUID(registryHigh, registryLow), initialBytes);
  }

  /// Whether memory holds an anonymous scope, as far as a few words tell.
  static boolean isAnonymous(MemorySegment memory) {
    var words = new SegmentWords(memory);
    return words.getIntAcquire(ScopeLayout.STATE_AT) == ScopeLayout.READY // pairs with writeTo
        && words.getLong(ScopeLayout.MAGIC_AT) == ScopeLayout.MAGIC
        && words.getInt(ScopeLayout.KIND_AT) == ANONYMOUS;
  }

  static MemoryException.Incompatible tooShort(Path file, long fileBytes) {
    return MemoryException.Incompatible.of(
        file,
        "it has %d bytes".formatted(fileBytes),
        "a header of %d".formatted(ScopeLayout.BYTES));
  }

  private static void requireVersion(Words memory, Path file) {
    int version = memory.getInt(ScopeLayout.VERSION_AT);
    if (version != ScopeLayout.VERSION) {
      throw MemoryException.Incompatible.of(
          file,
          "it has layout version %d, of library %s"
              .formatted(version, Version.unpack(memory.getInt(ScopeLayout.LIBRARY_AT))),
          "layout version %d, of library %s".formatted(ScopeLayout.VERSION, Version.LIBRARY));
    }
  }

  private static void expect(Path file, String field, long found, long expected) {
    if (found != expected) {
      throw MemoryException.Incompatible.of(
          file, "its %s is %#x".formatted(field, found), "%#x".formatted(expected));
    }
  }

  private static long checksum(Words memory) {
    return Checksum.of(memory.segment().asSlice(0, ScopeLayout.CHECKED_BYTES));
  }
}
