package io.tandem.memory;

import static io.tandem.memory.BlockLayout.FREE;
import static io.tandem.memory.BlockLayout.USED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One block of a scope: its header, as the allocator and the directory see it.
///
/// @param segments the scope's memory
/// @param offset of the header in the scope's file
/// @param header its bytes
record Block(ScopeSegments segments, long offset, Words header) {
  /// Finds the block at an offset, whoever names that offset.
  ///
  /// @throws MemoryException.Stale if there is none
  static Block at(ScopeSegments segments, long offset) {
    Block block = find(segments, offset);
    if (block != null) {
      return block;
    }
    throw new MemoryException.Stale(
        "There is no object at offset %d of scope %s. ".formatted(offset, segments.file())
            + "The handle is of another scope or is damaged: get a new one from its owner.");
  }

  /// The block at an offset, or null if there is none.
  static @Nullable Block find(ScopeSegments segments, long offset) {
    if (offset < ScopeLayout.BYTES
        || offset % BlockLayout.ALIGNMENT != 0
        || offset > segments.end() - BlockLayout.BYTES) {
      return null;
    }
    var block = new Block(segments, offset, segments.words(offset, BlockLayout.BYTES));
    return block.check() == BlockLayout.checkWord(offset, block.bytes()) ? block : null;
  }

  /// Turns fresh memory into a free block, which nobody sees before `segmentTop` has passed it.
  static Block carve(ScopeSegments segments, long offset, long bytes) {
    Words header = segments.words(offset, BlockLayout.BYTES);
    header.zero(0, BlockLayout.BYTES);
    header.setLong(BlockLayout.BLOCK_BYTES_AT, bytes);
    header.setLong(BlockLayout.CHECK_AT, BlockLayout.checkWord(offset, bytes));
    header.setInt(BlockLayout.GENERATION_AT, 1);
    header.setInt(BlockLayout.STATE_AT, FREE);
    return new Block(segments, offset, header);
  }

  void describe(ObjectType type, long payloadBytes, String name) {
    header.setLong(BlockLayout.TYPE_TAG_AT, type.tagBits());
    header.setInt(BlockLayout.TYPE_VERSION_AT, type.version());
    header.setLong(BlockLayout.PAYLOAD_BYTES_AT, payloadBytes);
    header.setInt(BlockLayout.NAME_BYTES_AT, name.length());
    if (!name.isEmpty()) {
      Words field = segments.words(offset + BlockLayout.BYTES, BlockLayout.NAME_BYTES);
      byte[] text = Arrays.copyOf(name.getBytes(US_ASCII), (int) BlockLayout.NAME_BYTES);
      field.copyIn(0, MemorySegment.ofArray(text), 0, text.length);
    }
  }

  /// Sets all that it holds to zero.
  void clear() {
    Words payload = segments.words(offset + payloadStart(), payloadBytes());
    payload.zero(0, payloadBytes());
  }

  MemorySegment payload() {
    long start = payloadStart();
    long payloadBytes = payloadBytes();
    if (payloadBytes < 0 || payloadBytes > bytes() - start) {
      throw segments.damaged(
          "the object at offset %d has %d bytes in a block of %d"
              .formatted(offset, payloadBytes, bytes()));
    }
    return segments.slice(offset + start, payloadBytes);
  }

  private long payloadStart() {
    return payloadStart(nameLength() > 0);
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
      throw segments.damaged(
          "the object at offset %d has a name of %d bytes".formatted(offset, length));
    }
    byte[] name = segments.slice(offset + BlockLayout.BYTES, length).toArray(JAVA_BYTE);
    return new String(name, US_ASCII);
  }

  /// Whether it holds what it held in that generation.
  boolean isCurrent(int generation) {
    return isUsed() && generation() == generation;
  }

  /// For people: an object by its name, if it has one, or by where it is.
  ///
  /// @param kind of object, such as `lock`
  /// @param whole whether it is all that the block holds
  /// @param part where in the block it begins
  String describe(String kind, int generation, boolean whole, long part) {
    String name = header.segment().scope().isAlive() && isCurrent(generation) ? name() : "";
    if (name.isEmpty()) {
      return "%s at offset %d".formatted(kind, offset + part);
    }
    return whole ? "%s '%s'".formatted(kind, name) : "%s in '%s'".formatted(kind, name);
  }

  /// @param scope that it is in, for the message
  /// @throws MemoryException.Stale if it was freed since that generation
  void requireCurrent(int generation, Object scope) {
    if (!isCurrent(generation)) {
      throw stale(scope);
    }
  }

  private MemoryException.Stale stale(Object scope) {
    return new MemoryException.Stale(
        "The object at offset %d of scope %s was freed. ".formatted(offset, scope)
            + "The handle is older than that: get a new one from its owner.");
  }

  boolean isUsed() {
    return header.getIntAcquire(BlockLayout.STATE_AT)
        == USED; // acquire: pairs with setUsed, setFree
  }

  void setUsed() {
    header.setIntRelease( // release: pairs with isUsed and ScopeReader
        BlockLayout.STATE_AT, USED);
  }

  /// Makes handles to it stale, and then whatever is written here next.
  void setFree() {
    long use = BlockLayout.use(generation() + 1, FREE);
    header.setLongRelease( // release: pairs with generation, isUsed and ScopeReader
        BlockLayout.GENERATION_AT, use);
    VarHandle.storeStoreFence(); // before what is written next: pairs with ScopeReader's fence
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
    return header.getIntAcquire(BlockLayout.GENERATION_AT); // acquire: pairs with setFree
  }

  long bytes() {
    return header.getLong(BlockLayout.BLOCK_BYTES_AT);
  }

  long payloadBytes() {
    return header.getLong(BlockLayout.PAYLOAD_BYTES_AT);
  }

  long nextFree() {
    return header.getLongAcquire(BlockLayout.NEXT_FREE_AT); // acquire: pairs with setNextFree
  }

  void setNextFree(long next) {
    header.setLongRelease(BlockLayout.NEXT_FREE_AT, next); // release: pairs with nextFree
  }

  long nextNamed() {
    return header.getLongAcquire(BlockLayout.NEXT_NAMED_AT); // acquire: pairs with setNextNamed
  }

  void setNextNamed(long next) {
    header.setLongRelease(BlockLayout.NEXT_NAMED_AT, next); // release: pairs with nextNamed
  }

  private int nameLength() {
    return header.getInt(BlockLayout.NAME_BYTES_AT);
  }

  private long check() {
    return header.getLong(BlockLayout.CHECK_AT);
  }
}
