package io.tandem.memory;

import static io.tandem.memory.BlockLayout.FREE;
import static io.tandem.memory.BlockLayout.USED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One block of a scope: its header, as the allocator and the directory see it.
///
/// @param offset of the header in the scope's file
/// @param header its bytes
/// @param mapping the scope's memory
record Block(ScopeMapping mapping, long offset, Words header) {
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
    var block = new Block(mapping, offset, headerAt(mapping, offset));
    return block.check() == BlockLayout.checkWord(offset, block.bytes()) ? block : null;
  }

  /// Turns fresh memory into a free block.
  static Block carve(ScopeMapping mapping, long offset, long bytes) {
    var block = new Block(mapping, offset, headerAt(mapping, offset));
    Words header = block.header;
    header.zero(0, BlockLayout.BYTES);
    header.setLong(BlockLayout.BLOCK_BYTES_AT, bytes);
    header.setLong(BlockLayout.CHECK_AT, BlockLayout.checkWord(offset, bytes));
    header.setIntRelease(BlockLayout.GENERATION_AT, 1);
    header.setIntRelease(BlockLayout.STATE_AT, FREE);
    return block;
  }

  private static Words headerAt(ScopeMapping mapping, long offset) {
    return new SegmentWords(mapping.slice(offset, BlockLayout.BYTES));
  }

  void describe(ObjectType type, long payloadBytes, String name) {
    header.setLong(BlockLayout.TYPE_TAG_AT, type.tagBits());
    header.setInt(BlockLayout.TYPE_VERSION_AT, type.version());
    header.setLong(BlockLayout.PAYLOAD_BYTES_AT, payloadBytes);
    header.setInt(BlockLayout.NAME_BYTES_AT, name.length());
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

  /// Where the payload begins in the scope's file.
  long position() {
    return offset + payloadStart(nameLength() > 0);
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
    return header.getIntAcquire(BlockLayout.STATE_AT) == USED; // acquire: pairs with setUsed
  }

  void setUsed() {
    header.setIntRelease(BlockLayout.STATE_AT, USED); // release: pairs with isUsed
  }

  void setFree() {
    header.setIntRelease(BlockLayout.GENERATION_AT, generation() + 1);
    header.setIntRelease(BlockLayout.STATE_AT, FREE);
  }

  boolean is(ObjectType type) {
    return header.getLong(BlockLayout.TYPE_TAG_AT) == type.tagBits()
        && header.getInt(BlockLayout.TYPE_VERSION_AT) == type.version();
  }

  String typeText() {
    return ObjectType.describe(
        header.getLong(BlockLayout.TYPE_TAG_AT), header.getInt(BlockLayout.TYPE_VERSION_AT));
  }

  int generation() {
    return header.getIntAcquire(BlockLayout.GENERATION_AT);
  }

  long bytes() {
    return header.getLong(BlockLayout.BLOCK_BYTES_AT);
  }

  long payloadBytes() {
    return header.getLong(BlockLayout.PAYLOAD_BYTES_AT);
  }

  long nextFree() {
    return header.getLongAcquire(BlockLayout.NEXT_FREE_AT);
  }

  void setNextFree(long next) {
    header.setLongRelease(BlockLayout.NEXT_FREE_AT, next);
  }

  long nextNamed() {
    return header.getLongAcquire(BlockLayout.NEXT_NAMED_AT);
  }

  void setNextNamed(long next) {
    header.setLongRelease(BlockLayout.NEXT_NAMED_AT, next);
  }

  private int nameLength() {
    return header.getInt(BlockLayout.NAME_BYTES_AT);
  }

  private long check() {
    return header.getLong(BlockLayout.CHECK_AT);
  }
}
