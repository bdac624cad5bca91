package io.tandem.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names of a scope's objects: hash chains through the blocks themselves. Used only under the
/// scope's guard.
final class Directory {
  private final ScopeSegments segments;

  Directory(ScopeSegments segments) {
    this.segments = segments;
  }

  @Nullable Block find(String name) {
    BlockList chain = chain(bucket(name));
    Block block = chain.next();
    while (block != null && !block.name().equals(name)) {
      block = chain.next();
    }
    return block;
  }

  List<Block> all() {
    var all = new ArrayList<Block>();
    for (int bucket = 0; bucket < ScopeLayout.BUCKETS; bucket++) {
      BlockList chain = chain(bucket);
      for (Block block = chain.next(); block != null; block = chain.next()) {
        all.add(block);
      }
    }
    return all;
  }

  void insert(Block block, String name) {
    int bucket = bucket(name);
    block.setNextNamed(head(bucket));
    setHead(bucket, block.offset());
  }

  void removeIfListed(Block block) {
    int bucket = bucket(block.name());
    BlockList chain = chain(bucket);
    Block before = null;
    for (Block at = chain.next(); at != null; at = chain.next()) {
      if (at.offset() == block.offset()) {
        remove(bucket, before, at);
        return;
      }
      before = at;
    }
  }

  private void remove(int bucket, @Nullable Block before, Block block) {
    if (before == null) {
      setHead(bucket, block.nextNamed());
    } else {
      before.setNextNamed(block.nextNamed());
    }
  }

  private BlockList chain(int bucket) {
    return new BlockList(segments, head(bucket), Block::nextNamed);
  }

  private static int bucket(String name) {
    return Math.floorMod(name.hashCode(), ScopeLayout.BUCKETS);
  }

  private long head(int bucket) {
    return segments.control().getLongAcquire(ScopeLayout.bucketAt(bucket)); // pairs with setHead
  }

  private void setHead(int bucket, long offset) {
    segments.control().setLongRelease(ScopeLayout.bucketAt(bucket), offset); // pairs with head
  }
}
