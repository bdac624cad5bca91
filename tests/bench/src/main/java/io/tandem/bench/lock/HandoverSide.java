package io.tandem.bench.lock;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What `handover.c` does, with shared locks, conditions, semaphores and events.
final class HandoverSide {
  private static final int LOCKS = 3;
  private static final long TURN_AT = 0;
  private static final long READY_AT = 64;

  private final Words words;
  private final List<SharedLock> ring;
  private final SharedLock lock;
  private final List<SharedCondition> turned;
  private final List<SharedSemaphore> semaphores;
  private final List<SharedEvent> events;
  private long pause;

  private HandoverSide(SharedScope scope) {
    words = new SegmentWords(scope.openBlock("turns", new ObjectType("turns", 1), 256).segment());
    ring = IntStream.range(0, LOCKS).mapToObj(i -> SharedLock.open(scope, "ring-" + i)).toList();
    lock = SharedLock.open(scope, "lock");
    turned =
        IntStream.range(0, 2).mapToObj(i -> SharedCondition.open(lock, "turned-" + i)).toList();
    semaphores =
        IntStream.range(0, 2).mapToObj(i -> SharedSemaphore.open(scope, "sema-" + i, 0)).toList();
    events = IntStream.range(0, 2).mapToObj(i -> SharedEvent.open(scope, "event-" + i)).toList();
  }

  public static void main(String... arguments) throws InterruptedException {
    try (var scope = SharedScope.open("bench");
        var lines = new Scanner(System.in)) {
      int _ = scope.peers().self();
      var hands = new HandoverSide(scope);
      System.out.println("ready");
      while (lines.hasNext()) {
        System.out.println(
            hands.answer(lines.next(), lines.nextInt(), lines.nextInt(), lines.nextLong()));
      }
    }
  }

  private long answer(String way, int side, int rounds, long pauseNanos)
      throws InterruptedException {
    pause = pauseNanos;
    long[] times = new long[rounds];
    switch (way) {
      case "lock" -> goRound(side, times);
      case "condition" -> takeTurns(side, times);
      case "semaphore" -> passPermits(side, times);
      case "event" -> setFlags(side, times);
      default -> throw new IllegalArgumentException("There is no way '%s'".formatted(way));
    }
    Arrays.sort(times);
    return times[rounds / 2] - 2 * pause;
  }

  private void work() {
    long start = System.nanoTime();
    while (pause != 0 && System.nanoTime() - start < pause) {
      Thread.onSpinWait();
    }
  }

  private void goRound(int side, long[] times) throws InterruptedException {
    int held = side;
    ring.get(held).lock();
    meet(side, times.length);
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      int next = (held + 1) % LOCKS;
      ring.get(next).lock();
      work();
      ring.get(held).unlock();
      held = next;
      times[i] = System.nanoTime() - start;
    }
    ring.get(held).unlock();
  }

  private void takeTurns(int side, long[] times) throws InterruptedException {
    meet(side, times.length);
    lock.lock();
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      while (words.getLong(TURN_AT) != side) {
        turned.get(side).await();
      }
      work();
      words.setLong(TURN_AT, 1 - side);
      turned.get(1 - side).signal();
      times[i] = System.nanoTime() - start;
    }
    lock.unlock();
  }

  private void passPermits(int side, long[] times) throws InterruptedException {
    meet(side, times.length);
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      if (side == 0) {
        work();
        semaphores.get(1).release();
      }
      semaphores.get(side).acquire();
      if (side == 1) {
        work();
        semaphores.get(0).release();
      }
      times[i] = System.nanoTime() - start;
    }
  }

  private void setFlags(int side, long[] times) throws InterruptedException {
    meet(side, times.length);
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      if (side == 0) {
        work();
        events.get(1).set();
      }
      events.get(side).await();
      events.get(side).clear();
      if (side == 1) {
        work();
        events.get(0).set();
      }
      times[i] = System.nanoTime() - start;
    }
  }

  /// Both hold their first lock before either goes on.
  private void meet(int side, long rounds) throws InterruptedException {
    words.setLongVolatile(READY_AT + side * Long.BYTES, rounds);
    while (words.getLongVolatile(READY_AT + (1 - side) * Long.BYTES) != rounds) {
      TimeUnit.MICROSECONDS.sleep(100);
    }
  }
}
