package io.tandem.tests.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.lock.WordLock;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One carrier is enough for any number of virtual threads that wait for locks.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VirtualThreadsTest {
  private static final int LOCKS = 10;
  private static final int THREADS = 1_000;
  private static final int ROUNDS = 20;
  private static final long BYTES = 128;
  private static final long COUNT_AT = 64;
  private static final ObjectType TYPE = new ObjectType("locks", 1);
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  @Test
  void aThousandOfThemShareTenLocksWithAnotherProcess() throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("locks")) {
      Words words = words(scope);
      List<WordLock> locks = locks(scope, words);
      locks.forEach(WordLock::lock);
      try (var one = ChildJvm.start(ONE_CARRIER, Crowd.class);
          var other = ChildJvm.start(ONE_CARRIER, Crowd.class)) {
        one.awaitLine("one more ran while all waited");
        other.awaitLine("one more ran while all waited");
        locks.forEach(WordLock::unlock);
        one.awaitSuccess();
        other.awaitSuccess();
      }
      long sum =
          IntStream.range(0, LOCKS).mapToLong(i -> words.getLong(i * BYTES + COUNT_AT)).sum();
      assertEquals(2 * THREADS * ROUNDS, sum);
      scope.unlink();
    }
  }

  private static Words words(SharedScope scope) {
    return new SegmentWords(scope.openBlock("locks", TYPE, LOCKS * BYTES).segment());
  }

  private static List<WordLock> locks(SharedScope scope, Words words) {
    Parker parker = Parker.of(scope.peers());
    return IntStream.range(0, LOCKS)
        .mapToObj(i -> new WordLock(words, i * BYTES, scope.peers(), parker))
        .toList();
  }

  static final class Crowd {
    public static void main(String... arguments) throws Exception {
      try (var scope = SharedScope.attach("locks")) {
        Words words = words(scope);
        List<WordLock> locks = locks(scope, words);
        var begun = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          int first = i;
          threads.add(Thread.ofVirtual().start(() -> count(words, locks, first, begun)));
        }
        while (begun.get() < THREADS) {
          Thread.onSpinWait();
        }
        Thread.ofVirtual().start(() -> System.out.println("one more ran while all waited")).join();
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }

    private static void count(Words words, List<WordLock> locks, int first, AtomicInteger begun) {
      begun.incrementAndGet();
      for (int round = 0; round < ROUNDS; round++) {
        int i = (first + round) % LOCKS;
        locks.get(i).lock();
        long at = i * BYTES + COUNT_AT;
        words.setLong(at, words.getLong(at) + 1);
        locks.get(i).unlock();
      }
    }
  }
}
