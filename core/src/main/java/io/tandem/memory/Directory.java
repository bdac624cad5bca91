package io.tandem.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names of a scope's objects: hash chains through the blocks themselves. Used only under the
/// scope's file lock.
final class Directory {
  private final ScopeMapping mapping;

  Directory(ScopeMapping mapping) {
    this.mapping = mapping;
  }

  @Nullable Block find(String name) {
    for (Block block : chain(bucket(name))) {
      if (block.name().equals(name)) {
        return block;
      }
    }
    return null;
  }

  List<Block> all() {
    var all = new ArrayList<Block>();
    for (int bucket = 0; bucket < ScopeLayout.BUCKETS; bucket++) {
      all.addAll(chain(bucket));
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
    Block before = null;
    for (Block at : chain(bucket)) {
      if (at.offset() == block.offset()) {
        if (before == null) {
          setHead(bucket, at.nextNamed());
        } else {
          before.setNextNamed(at.nextNamed());
        }
        return;
      }
      before = at;
    }
  }

  private List<Block> chain(int bucket) {
    var chain = new ArrayList<Block>();
    long most = mapping.segmentEnd(mapping.segmentCount() - 1) / SizeClass.SMALLEST;
    for (long at = head(bucket); at != 0; at = chain.getLast().nextNamed()) {
      if (chain.size() >= most) {
        throw mapping.damaged("its directory has a cycle");
      }
      chain.add(Block.at(mapping, at));
    }
    return chain;
  }

  private static int bucket(String name) {
    return Math.floorMod(name.hashCode(), ScopeLayout.BUCKETS);
  }

  private long head(int bucket) {
    return (long) ScopeLayout.BUCKET.getAcquire(mapping.control(), (long) bucket);
  }

  private void setHead(int bucket, long offset) {
    ScopeLayout.BUCKET.setRelease(mapping.control(), (long) bucket, offset);
  }
}
