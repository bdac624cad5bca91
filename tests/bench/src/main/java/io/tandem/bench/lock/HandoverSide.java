package io.tandem.bench.lock;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What `handover.c` does, with shared locks and conditions.
final class HandoverSide {
  private static final int LOCKS = 3;
  private static final long TURN_AT = 0;
  private static final long READY_AT = 64;

  private final Words words;
  private final List<SharedLock> ring;
  private final SharedLock lock;
  private final List<SharedCondition> turned;

  private HandoverSide(SharedScope scope) {
    words = new SegmentWords(scope.openBlock("turns", new ObjectType("turns", 1), 256).segment());
    ring = IntStream.range(0, LOCKS).mapToObj(i -> SharedLock.open(scope, "ring-" + i)).toList();
    lock = SharedLock.open(scope, "lock");
    turned =
        IntStream.range(0, 2).mapToObj(i -> SharedCondition.open(lock, "turned-" + i)).toList();
  }

  public static void main(String... arguments) throws InterruptedException {
    try (var scope = SharedScope.open("bench");
        var lines = new Scanner(System.in)) {
      int _ = scope.peers().self();
      var hands = new HandoverSide(scope);
      System.out.println("ready");
      while (lines.hasNext()) {
        System.out.println(hands.answer(lines.next(), lines.nextInt(), lines.nextInt()));
      }
    }
  }

  private long answer(String way, int side, int rounds) throws InterruptedException {
    long[] times = new long[rounds];
    if (way.equals("lock")) {
      goRound(side, times);
    } else {
      takeTurns(side, times);
    }
    Arrays.sort(times);
    return times[rounds / 2];
  }

  private void goRound(int side, long[] times) throws InterruptedException {
    int held = side;
    ring.get(held).lock();
    meet(side, times.length);
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      int next = (held + 1) % LOCKS;
      ring.get(next).lock();
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
      words.setLong(TURN_AT, 1 - side);
      turned.get(1 - side).signal();
      times[i] = System.nanoTime() - start;
    }
    lock.unlock();
  }

  /// Both hold their first lock before either goes on.
  private void meet(int side, long rounds) throws InterruptedException {
    words.setLongVolatile(READY_AT + side * Long.BYTES, rounds);
    while (words.getLongVolatile(READY_AT + (1 - side) * Long.BYTES) != rounds) {
      TimeUnit.MICROSECONDS.sleep(100);
    }
  }
}
