package io.tandem.tests.park;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// Some words of a named scope, and the parker for them.
record Place(SharedScope scope, Words words, Parker parker) implements AutoCloseable {
  /// Longer than any test: a lost wake is a test that hangs.
  static final long LONG = TimeUnit.HOURS.toNanos(1);

  private static final ObjectType TYPE = new ObjectType("words", 1);
  private static final long BYTES = 1024;

  /// Opens or makes it.
  static Place open() {
    SharedScope scope = SharedScope.open("park");
    var words = new SegmentWords(scope.openBlock("words", TYPE, BYTES).segment());
    return new Place(scope, words, Parker.of(scope.peers()));
  }

  /// Stores a word, and wakes all.
  void set(long offset, int value) {
    words.setIntVolatile(offset, value);
    parker.wakeAll(words, offset);
  }

  /// Sleeps until a word has a value.
  void await(long offset, int value) throws InterruptedException {
    for (int seen; (seen = words.getIntAcquire(offset)) != value; ) {
      parker.park(words, offset, seen, Peers.NOBODY, LONG);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
