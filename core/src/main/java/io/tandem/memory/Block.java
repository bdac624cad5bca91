package io.tandem.memory;

import static io.tandem.memory.BlockLayout.FREE;
import static io.tandem.memory.BlockLayout.USED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One block of a scope: its header, as the allocator and the directory see it.
///
/// @param offset of the header in the scope's file
/// @param header its bytes
/// @param mapping the scope's memory
record Block(ScopeMapping mapping, long offset, MemorySegment header) {
  /// Finds the block at an offset, whoever names that offset.
  ///
  /// @throws MemoryException.Stale if there is none
  static Block at(ScopeMapping mapping, long offset) {
    Block block = find(mapping, offset);
    if (block != null) {
      return block;
    }
    throw new MemoryException.Stale(
        "There is no object at offset %d of scope %s. ".formatted(offset, mapping.file())
            + "The handle is of another scope or is damaged: get a new one from its owner.");
  }

  /// The block at an offset, or null if there is none.
  static @Nullable Block find(ScopeMapping mapping, long offset) {
    if (offset < ScopeLayout.BYTES
        || offset % BlockLayout.ALIGNMENT != 0
        || offset > mapping.end() - BlockLayout.BYTES) {
      return null;
    }
    var block = new Block(mapping, offset, mapping.slice(offset, BlockLayout.BYTES));
    return block.check() == BlockLayout.checkWord(offset, block.bytes()) ? block : null;
  }

  /// Turns fresh memory into a free block.
  static Block carve(ScopeMapping mapping, long offset, long bytes) {
    var block = new Block(mapping, offset, mapping.slice(offset, BlockLayout.BYTES));
    MemorySegment header = block.header;
    header.fill((byte) 0);
    BlockLayout.BLOCK_BYTES.set(header, bytes);
    BlockLayout.CHECK.set(header, BlockLayout.checkWord(offset, bytes));
    BlockLayout.GENERATION.setRelease(header, 1);
    BlockLayout.STATE.setRelease(header, FREE);
    return block;
  }

  void describe(ObjectType type, long payloadBytes, String name) {
    BlockLayout.TYPE_TAG.set(header, type.tagBits());
    BlockLayout.TYPE_VERSION.set(header, type.version());
    BlockLayout.PAYLOAD_BYTES.set(header, payloadBytes);
    BlockLayout.NAME_LENGTH.set(header, name.length());
    if (!name.isEmpty()) {
      MemorySegment field = mapping.slice(offset + BlockLayout.BYTES, BlockLayout.NAME_BYTES);
      field.fill((byte) 0);
      MemorySegment.copy(
          MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)),
          0,
          field,
          0,
          name.length());
    }
  }

  MemorySegment payload() {
    long start = payloadStart(nameLength() > 0);
    long payloadBytes = payloadBytes();
    if (payloadBytes < 0 || payloadBytes > bytes() - start) {
      throw mapping.damaged(
          "the object at offset %d has %d bytes in a block of %d"
              .formatted(offset, payloadBytes, bytes()));
    }
    return mapping.slice(offset + start, payloadBytes);
  }

  static long payloadStart(boolean named) {
    return BlockLayout.BYTES + (named ? BlockLayout.NAME_BYTES : 0);
  }

  String name() {
    int length = nameLength();
    if (length < 0 || length > BlockLayout.NAME_BYTES) {
      throw mapping.damaged(
          "the object at offset %d has a name of %d bytes".formatted(offset, length));
    }
    byte[] name = mapping.slice(offset + BlockLayout.BYTES, length).toArray(JAVA_BYTE);
    return new String(name, StandardCharsets.US_ASCII);
  }

  boolean isUsed() {
    return (int) BlockLayout.STATE.getAcquire(header) == USED; // acquire: pairs with setUsed
  }

  void setUsed() {
    BlockLayout.STATE.setRelease(header, USED); // release: pairs with isUsed
  }

  void setFree() {
    BlockLayout.GENERATION.setRelease(header, generation() + 1);
    BlockLayout.STATE.setRelease(header, FREE);
  }

  boolean is(ObjectType type) {
    return (long) BlockLayout.TYPE_TAG.get(header) == type.tagBits()
        && (int) BlockLayout.TYPE_VERSION.get(header) == type.version();
  }

  String typeText() {
    return ObjectType.describe(
        (long) BlockLayout.TYPE_TAG.get(header), (int) BlockLayout.TYPE_VERSION.get(header));
  }

  int generation() {
    return (int) BlockLayout.GENERATION.getAcquire(header);
  }

  long bytes() {
    return (long) BlockLayout.BLOCK_BYTES.get(header);
  }

  long payloadBytes() {
    return (long) BlockLayout.PAYLOAD_BYTES.get(header);
  }

  long nextFree() {
    return (long) BlockLayout.NEXT_FREE.getAcquire(header);
  }

  void setNextFree(long next) {
    BlockLayout.NEXT_FREE.setRelease(header, next);
  }

  long nextNamed() {
    return (long) BlockLayout.NEXT_NAMED.getAcquire(header);
  }

  void setNextNamed(long next) {
    BlockLayout.NEXT_NAMED.setRelease(header, next);
  }

  private int nameLength() {
    return (int) BlockLayout.NAME_LENGTH.get(header);
  }

  private long check() {
    return (long) BlockLayout.CHECK.get(header);
  }
}
