package io.tandem.bench.lock;

import io.tandem.lock.Hold;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedLock;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.LockSupport;

/// An owner, a party of a barrier or a producer of a queue that waits to be killed, or whoever
/// waits for it.
final class DeathSide {
  private final Guarded guarded;
  private final Map<Integer, SharedLock> locks = new HashMap<>();
  private final Map<Integer, SharedBarrier> barriers = new HashMap<>();

  private DeathSide(Guarded guarded) {
    this.guarded = guarded;
  }

  public static void main(String... arguments) throws Exception {
    try (var guarded = Guarded.open()) {
      var side = new DeathSide(guarded);
      switch (arguments[0]) {
        case "own" -> side.own(Integer.parseInt(arguments[1]));
        case "arrive" -> side.arrive(Integer.parseInt(arguments[1]));
        case "put" -> side.put(Integer.parseInt(arguments[1]));
        case "wait" -> side.answerAll();
        default -> throw new IllegalArgumentException("An owner, a party, a producer or a waiter");
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

  /// Stays in the middle of putting.
  private void put(int index) {
    Hold _ = guarded.producersLock(index).lock();
    System.out.println("ready");
    while (true) {
      LockSupport.park();
    }
  }

  private void arrive(int index) throws Exception {
    SharedBarrier barrier = barrier(index);
    Thread.ofPlatform().start(() -> sayThatOneWaits(barrier));
    int _ = barrier.await();
  }

  /// One that dies before it arrives would not be missed.
  private static void sayThatOneWaits(SharedBarrier barrier) {
    while (barrier.getNumberWaiting() == 0) {
      Thread.onSpinWait();
    }
    System.out.println("ready");
  }

  private void answerAll() throws InterruptedException {
    System.out.println("ready");
    var lines = new Scanner(System.in);
    while (lines.hasNext()) {
      String way = lines.next();
      int index = lines.nextInt();
      long told =
          switch (way) {
            case "barrier" -> waitAt(barrier(index));
            case "queue" -> putInto(guarded.queue(index));
            default -> waitFor(lock(index), way.equals("lock"));
          };
      System.out.println(told);
    }
  }

  /// @return when it was told of the death
  private static long waitAt(SharedBarrier barrier) throws InterruptedException {
    try {
      int _ = barrier.await();
    } catch (BrokenBarrierException e) {
      long told = System.nanoTime();
      barrier.reset();
      return told;
    }
    throw new IllegalStateException("The party's death was not told");
  }

  /// @return when the message was put
  private static long putInto(SharedQueue<Integer> queue) throws InterruptedException {
    queue.put(1);
    long told = System.nanoTime();
    queue.clear();
    return told;
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

  /// For one party more than there is.
  private SharedBarrier barrier(int index) {
    return barriers.computeIfAbsent(index, guarded::barrier);
  }
}
