package io.tandem.bench.lock;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;

/// An owner that waits to be killed, or whoever waits for it.
final class DeathSide {
  private final Guarded guarded;
  private final Map<Integer, WordLock> locks = new HashMap<>();

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
    var _ = lock(index).lock();
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

  /// @return when it was held
  private static long waitFor(WordLock lock, boolean sleeps) {
    Hold hold = sleeps ? lock.lock() : lock.tryLock();
    while (hold == Hold.NONE) {
      Thread.onSpinWait();
      hold = lock.tryLock();
    }
    long held = System.nanoTime();
    if (hold != Hold.INCONSISTENT) {
      throw new IllegalStateException("The owner's death was not told: " + hold);
    }
    lock.setConsistent();
    lock.unlock();
    return held;
  }

  private WordLock lock(int index) {
    return locks.computeIfAbsent(index, guarded::lock);
  }
}
