package io.tandem.bench.lock;

import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLock;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;

/// An owner that waits to be killed, or whoever waits for it.
final class DeathSide {
  private final Guarded guarded;
  private final Map<Integer, SharedLock> locks = new HashMap<>();

  private DeathSide(Guarded guarded) {
    this.guarded = guarded;
  }

  public static void main(String... arguments) {
    try (var guarded = Guarded.open()) {
      var side = new DeathSide(guarded);
      switch (arguments[0]) {
        case "own" -> side.own(Integer.parseInt(arguments[1]));
        case "wait" -> side.answerAll();
        default -> throw new IllegalArgumentException("An owner or a waiter");
      }
    }
  }

  private void own(int index) {
    lock(index).lock();
    System.out.println("ready");
    while (true) {
      LockSupport.park();
    }
  }

  private void answerAll() {
    System.out.println("ready");
    var lines = new Scanner(System.in);
    while (lines.hasNext()) {
      boolean sleeps = lines.next().equals("lock");
      long held = waitFor(lock(lines.nextInt()), sleeps);
      System.out.println(held);
    }
  }

  /// @return when it was told of the death
  private static long waitFor(SharedLock lock, boolean sleeps) {
    try {
      if (sleeps) {
        lock.lock();
      } else {
        while (!lock.tryLock()) {
          Thread.onSpinWait();
        }
      }
    } catch (OwnerDiedException e) {
      long told = System.nanoTime();
      boolean _ = lock.recover(() -> {});
      return told;
    }
    throw new IllegalStateException("The owner's death was not told");
  }

  private SharedLock lock(int index) {
    return locks.computeIfAbsent(index, guarded::lock);
  }
}
