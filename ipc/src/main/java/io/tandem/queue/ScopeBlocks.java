package io.tandem.queue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope.Place;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;

/// Blocks of a queue's scope.
///
/// @param queue its own block
record ScopeBlocks(SharedBlock queue) implements Blocks {
  private static final ObjectType TYPE = new ObjectType("message", 1);

  @Override
  public void requireQueue() {
    queue.requireCurrent();
  }

  @Override
  public Words allocate(long bytes, Place place) {
    return new SegmentWords(queue.scope().allocate(TYPE, bytes, place).segment());
  }

  @Override
  public Words find(long offset, int generation) {
    return new SegmentWords(queue.scope().block(offset, generation, TYPE).segment());
  }

  @Override
  public void free(long offset, int generation) {
    try {
      queue.scope().block(offset, generation, TYPE).free();
    } catch (MemoryException.Stale e) {
      // Whoever freed it died before saying so, or whoever asked for it died before it was there.
    }
  }
}
