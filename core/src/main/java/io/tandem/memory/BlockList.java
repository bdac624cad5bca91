package io.tandem.memory;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Follows a list of blocks once, from its head.
///
/// A list that damage has closed to a circle is noticed as Brent does: by coming back to a block
/// remembered on the way, which is a new one after 1, 2, 4, 8 ... steps.
final class BlockList {
  private final ScopeSegments segments;
  private final ToLongFunction<Block> link;
  private long next;
  private long remembered;
  private long steps;

  /// @param head the offset of the first block, 0 if there is none
  /// @param link gives the offset of the one behind a block
  BlockList(ScopeSegments segments, long head, ToLongFunction<Block> link) {
    this.segments = segments;
    this.link = link;
    this.next = head;
    this.remembered = head;
  }

  /// The next block, or null at the end.
  ///
  /// @throws MemoryException.Incompatible if the list leads nowhere or in a circle
  @Nullable Block next() {
    if (next == 0) {
      return null;
    }
    Block block = Block.find(segments, next);
    if (block == null) {
      throw segments.damaged("a list leads to offset %d, where no object is".formatted(next));
    }
    next = link.applyAsLong(block);
    if (next == remembered) {
      throw segments.damaged("a list of its objects is a circle");
    }
    if (Long.bitCount(++steps) == 1) {
      remembered = block.offset();
    }
    return block;
  }
}
