package io.tandem.process;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;

/// In a JVM without a task yet: does what every child does first, and waits.
final class Spare {
  private Spare() {}

  /// @param lifeline on which the order comes
  static Order await(Lifeline lifeline) throws InterruptedException {
    ParentWatch.begin(lifeline);
    int _ = SharedScope.ofProcessTree().peers().self(); // as `spare`, until it has a name
    practise();
    return Order.ofLine(lifeline.awaitLine());
  }

  /// Receives and runs a task such as most are. One that is killed here leaves a lock that nobody
  /// knows, until the scope goes.
  private static void practise() {
    try {
      SharedLock lock = SharedLock.create();
      try {
        Action task =
            () -> {
              lock.lock();
              lock.unlock();
            };
        byte[] bytes = Codec.data().encode(task).toBytes();
        ((Action) Codec.data().decode(bytes)).run();
      } finally {
        lock.free();
      }
    } catch (Exception _) {
      // No room, say: it waits without.
    }
  }
}
