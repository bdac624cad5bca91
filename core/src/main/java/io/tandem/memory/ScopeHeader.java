package io.tandem.memory;

import static io.tandem.memory.ScopeLayout.ANONYMOUS;
import static io.tandem.memory.ScopeLayout.NAMED;

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
  void writeTo(MemorySegment memory) {
    ScopeLayout.MAGIC_FIELD.set(memory, ScopeLayout.MAGIC);
    ScopeLayout.ENDIAN_FIELD.set(memory, ScopeLayout.ENDIAN_MARK);
    ScopeLayout.VERSION_FIELD.set(memory, ScopeLayout.VERSION);
    ScopeLayout.HASH_FIELD.set(memory, ScopeLayout.layoutHash());
    ScopeLayout.LIBRARY_FIELD.set(memory, Version.PACKED);
    ScopeLayout.KIND.set(memory, kind);
    ScopeLayout.ID_HIGH.set(memory, id.getMostSignificantBits());
    ScopeLayout.ID_LOW.set(memory, id.getLeastSignificantBits());
    ScopeLayout.INITIAL_BYTES.set(memory, initialBytes);
    ScopeLayout.REGISTRY_HIGH.set(memory, registry.getMostSignificantBits());
    ScopeLayout.REGISTRY_LOW.set(memory, registry.getLeastSignificantBits());
    ProcessHandle creator = ProcessHandle.current();
    ScopeLayout.CREATOR_PID.set(memory, creator.pid());
    long start = creator.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    ScopeLayout.CREATOR_START.set(memory, start);
    ScopeLayout.CHECKSUM.set(memory, checksum(memory));
    ScopeLayout.SEGMENT_END.set(memory, 0L, initialBytes);
    ScopeLayout.SEGMENT_TOP.set(memory, 0L, ScopeLayout.BYTES);
    ScopeLayout.SEGMENT_COUNT.set(memory, 1);
    ScopeLayout.STATE.setRelease(memory, ScopeLayout.READY); // release: pairs with readFrom
  }

  /// Checks every byte of a header.
  ///
  /// @param memory its bytes
  /// @param fileBytes the size of the whole file
  /// @throws MemoryException.Incompatible saying what was found and what was expected
  static ScopeHeader readFrom(MemorySegment memory, Path file, long fileBytes) {
    int state = (int) ScopeLayout.STATE.getAcquire(memory); // acquire: pairs with writeTo
    expect(file, "state", state, ScopeLayout.READY);
    expect(file, "magic", (long) ScopeLayout.MAGIC_FIELD.get(memory), ScopeLayout.MAGIC);
    expect(
        file, "endian mark", (int) ScopeLayout.ENDIAN_FIELD.get(memory), ScopeLayout.ENDIAN_MARK);
    requireVersion(memory, file);
    expect(
        file, "layout hash", (long) ScopeLayout.HASH_FIELD.get(memory), ScopeLayout.layoutHash());
    expect(file, "checksum", (long) ScopeLayout.CHECKSUM.get(memory), checksum(memory));
    expect(file, "end of header", (int) ScopeLayout.TAIL.get(memory), 0);
    int kind = (int) ScopeLayout.KIND.get(memory);
    long initialBytes = (long) ScopeLayout.INITIAL_BYTES.get(memory);
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
    long idHigh = (long) ScopeLayout.ID_HIGH.get(memory);
    long idLow = (long) ScopeLayout.ID_LOW.get(memory);
    long registryHigh = (long) ScopeLayout.REGISTRY_HIGH.get(memory);
    long registryLow = (long) ScopeLayout.REGISTRY_LOW.get(memory);
    return new ScopeHeader(
        new UUID(idHigh, idLow), kind, new UUID(registryHigh, registryLow), initialBytes);
  }

  private static void requireVersion(MemorySegment memory, Path file) {
    int version = (int) ScopeLayout.VERSION_FIELD.get(memory);
    if (version != ScopeLayout.VERSION) {
      throw MemoryException.Incompatible.of(
          file,
          "it has layout version %d, of library %s"
              .formatted(version, Version.unpack((int) ScopeLayout.LIBRARY_FIELD.get(memory))),
          "layout version %d, of library %s".formatted(ScopeLayout.VERSION, Version.LIBRARY));
    }
  }

  private static void expect(Path file, String field, long found, long expected) {
    if (found != expected) {
      throw MemoryException.Incompatible.of(
          file, "its %s is %#x".formatted(field, found), "%#x".formatted(expected));
    }
  }

  private static long checksum(MemorySegment memory) {
    return Checksum.of(memory.asSlice(0, ScopeLayout.CHECKED_BYTES));
  }
}
