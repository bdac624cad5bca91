package io.tandem.list;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.memory.SharedScope.Place;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;

/// Bodies are blocks of the list's scope.
record ScopeBodies(SharedScope scope) implements Bodies {
  static final ObjectType TYPE = new ObjectType("list-mem", 1);

  @Override
  public Room allocate(long bytes, Place place) {
    SharedBlock block = scope.allocate(TYPE, bytes, place);
    return new Room(block.offset(), block.generation(), new SegmentWords(block.segment()));
  }

  @Override
  public Words find(long offset, int generation) {
    return new SegmentWords(scope.block(offset, generation, TYPE).segment());
  }

  @Override
  public void free(long offset, int generation) {
    try {
      scope.block(offset, generation, TYPE).free();
    } catch (MemoryException.Stale e) {
      // Whoever freed it died before saying so, or whoever asked for it died before it was there.
    }
  }
}
