package io.tandem.bench.lock;

import io.tandem.lock.WordLock;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;

/// Locks in a named scope, each with a counter that it guards.
record Guarded(SharedScope scope, SharedBlock block, Words words, Parker parker)
    implements AutoCloseable {
  private static final ObjectType TYPE = new ObjectType("guarded", 1);
  private static final int LOCKS = 64;
  private static final int PARTIES = 3;
  private static final long PRODUCERS_LOCK_AT = 128; // as QueueLayout has it
  private static final long COUNTER_FROM_LOCK = 128;
  private static final long BYTES_EACH = 256;

  /// Opens or makes it.
  static Guarded open() {
    SharedScope scope = SharedScope.open("bench");
    SharedBlock block = scope.openBlock("guarded", TYPE, LOCKS * BYTES_EACH);
    int _ = scope.peers().self();
    return new Guarded(scope, block, new SegmentWords(block.segment()), Parker.of(scope.peers()));
  }

  SharedLock lock(int index) {
    return SharedLock.in(block, index * BYTES_EACH, OwnerDeath.FAIL);
  }

  SharedBarrier barrier(int index) {
    return SharedBarrier.open(scope, "barrier-" + index, PARTIES);
  }

  SharedQueue<Integer> queue(int index) {
    return SharedQueue.open(scope, "queue-" + index, QueueOptions.DEFAULT);
  }

  /// What those hold who put into a queue.
  WordLock producersLock(int index) {
    var queue = new SegmentWords(queue(index).block().segment());
    return new WordLock(queue, PRODUCERS_LOCK_AT, scope.peers(), parker);
  }

  /// Adds one to a lock's counter.
  void count(int index) {
    long at = index * BYTES_EACH + COUNTER_FROM_LOCK;
    words.setLong(at, words.getLong(at) + 1);
  }

  long counted(int index) {
    return words.getLong(index * BYTES_EACH + COUNTER_FROM_LOCK);
  }

  @Override
  public void close() {
    scope.close();
  }
}
