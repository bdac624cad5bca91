package io.tandem.memory;

import io.tandem.lock.Place;
import io.tandem.lock.Waits;

/// The place of a lock in a scope, for what a process keeps beside it: it reaches no [SharedScope],
/// which it would keep mapped.
final class ObjectPlace implements Place {
  private final ScopeMapping mapping;
  private final Block block;
  private final int generation;
  private final String kind;
  private final boolean whole;
  private final long offset;
  private final Waits waits;

  /// @param kind such as `lock`
  /// @param whole whether the block holds nothing else
  /// @param offset of the lock in the block
  ObjectPlace(ScopeMapping mapping, SharedBlock block, String kind, boolean whole, long offset) {
    this.mapping = mapping;
    this.block = block.block();
    this.generation = block.generation();
    this.kind = kind;
    this.whole = whole;
    this.offset = offset;
    this.waits = new Waits(mapping.waits(), 0, mapping.registry(), block.position() + offset);
  }

  @Override
  public boolean isCurrent() {
    return block.isCurrent(generation);
  }

  @Override
  public Waits waits() {
    return waits;
  }

  @Override
  public String toString() {
    return block.describe(kind, generation, whole, offset) + " of scope " + mapping;
  }
}
