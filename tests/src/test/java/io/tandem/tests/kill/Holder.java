package io.tandem.tests.kill;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;

/// A process that takes the one lock of a scope, and holds it until it is told to release it.
///
/// It says its owner number, what it got, and when it has released the lock.
final class Holder {
  static final String SCOPE = "held";
  static final long OWNER_DEATHS_AT = 16;

  private static final ObjectType TYPE = new ObjectType("lock", 1);

  private Holder() {}

  /// The lock's words.
  static Words words(SharedScope scope) {
    return new SegmentWords(scope.openBlock("lock", TYPE, WordLock.BYTES).segment());
  }

  static WordLock lock(SharedScope scope) {
    return new WordLock(words(scope), 0, scope.peers(), Parker.of(scope.peers()));
  }

  public static void main(String... arguments) throws Exception {
    try (var scope = SharedScope.attach(SCOPE)) {
      System.out.println("owner " + scope.peers().self());
      WordLock lock = lock(scope);
      Hold hold = lock.lock();
      System.out.println("holds " + hold);
      System.in.read();
      if (hold == Hold.INCONSISTENT) {
        lock.setConsistent();
      }
      lock.unlock();
      System.out.println("released");
    }
  }
}
