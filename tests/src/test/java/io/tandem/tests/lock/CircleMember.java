package io.tandem.tests.lock;

import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLock;

/// A process that takes one lock of several and, when told so, waits for the next one too.
final class CircleMember {
  static final String SCOPE = "circle";

  private CircleMember() {}

  /// @param arguments its number, and how many there are
  public static void main(String... arguments) throws Exception {
    int self = Integer.parseInt(arguments[0]);
    int next = (self + 1) % Integer.parseInt(arguments[1]);
    try (var scope = SharedScope.attach(SCOPE)) {
      SharedLock own = SharedLock.open(scope, "lock-" + self);
      own.lock();
      System.out.println("holds");
      System.in.read();
      try {
        SharedLock other = SharedLock.open(scope, "lock-" + next);
        other.lock();
        System.out.println("got the next");
        other.unlock();
      } catch (OwnerDiedException e) {
        System.out.println("told " + e.getMessage());
      }
      own.unlock();
    }
  }
}
