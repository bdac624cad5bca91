package io.tandem.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every parker promises. Sleeps are asked to be so long that a lost wake is a test that
/// hangs.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ParkerContract {
  static final long LONG = TimeUnit.HOURS.toNanos(1);
  static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);
  static final long WORD = 64;
  static final long OTHER_WORD = 128;

  final FakePeers peers = new FakePeers();
  final Words words = new SegmentWords(Arena.ofAuto().allocate(256, 64));
  final Parker parker = newParker(peers);

  abstract Parker newParker(Peers peers);

  private void sleepWhile(Words some, long offset, int value) throws InterruptedException {
    while (some.getIntAcquire(offset) == value) {
      parker.park(some, offset, value, Peers.NOBODY, LONG);
    }
  }

  private static void spin(long nanos) {
    for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
      Thread.onSpinWait();
    }
  }

  // ---- wakes ----

  @ParameterizedTest
  @EnumSource
  void aWordThatDiffersEndsTheSleepAtOnce(Runner runner) {
    runner.start(() -> parker.park(words, WORD, 1, Peers.NOBODY, LONG)).join();
    runner.start(() -> parker.parkUninterruptibly(words, WORD, 1, Peers.NOBODY, LONG)).join();
  }

  @ParameterizedTest
  @EnumSource
  void twoThreadsTakeTurnsAndLoseNoWake(Runner runner) {
    int rounds = 2_000;
    Runner.Running other = runner.start(() -> takeTurns(1, rounds));
    runner.start(() -> takeTurns(0, rounds)).join();
    other.join();

    assertEquals(2 * rounds, words.getIntAcquire(WORD));
  }

  private void takeTurns(int mine, int rounds) throws InterruptedException {
    for (int turn = mine; turn < 2 * rounds; turn += 2) {
      for (int seen = words.getIntAcquire(WORD); seen != turn; seen = words.getIntAcquire(WORD)) {
        parker.park(words, WORD, seen, Peers.NOBODY, LONG);
      }
      words.setIntVolatile(WORD, turn + 1);
      parker.wakeOne(words, WORD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wakeAllWakesAll(Runner runner) {
    List<Runner.Running> sleepers =
        IntStream.range(0, 20)
            .mapToObj(i -> runner.start(() -> sleepWhile(words, WORD, 0)))
            .toList();
    words.setIntVolatile(WORD, 1);
    parker.wakeAll(words, WORD);

    sleepers.forEach(Runner.Running::join);
  }

  @Test
  void aThousandVirtualThreadsWaitForTenWords() {
    var tenWords = new SegmentWords(Arena.ofAuto().allocate(10 * 64, 64));
    List<Runner.Running> sleepers =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Runner.VIRTUAL.start(() -> sleepWhile(tenWords, i % 10 * 64L, 0)))
            .toList();
    for (int i = 0; i < 10; i++) {
      tenWords.setIntVolatile(i * 64L, 1);
      parker.wakeAll(tenWords, i * 64L);
    }

    sleepers.forEach(Runner.Running::join);
  }

  // ---- times ----

  @ParameterizedTest
  @EnumSource
  void aSleepWithoutAnyCauseEndsAtItsTimeAndNotBefore(Runner runner) {
    runner
        .start(
            () -> {
              long start = System.nanoTime();
              parker.park(words, WORD, 0, peers.self(), SHORT);
              long middle = System.nanoTime();
              parker.parkUninterruptibly(words, WORD, 0, peers.self(), SHORT);
              long end = System.nanoTime();

              assertTrue(middle - start >= SHORT, () -> "slept " + (middle - start));
              assertTrue(end - middle >= SHORT, () -> "slept " + (end - middle));
            })
        .join();
  }

  @ParameterizedTest
  @EnumSource
  void aNanosecondIsASleepToo(Runner runner) {
    runner.start(() -> parker.park(words, WORD, 0, Peers.NOBODY, 1)).join();
  }

  // ---- interrupts ----

  @ParameterizedTest
  @EnumSource
  void noInterruptIsLostWhereverItComes(Runner runner) {
    int interrupts = 1_000;
    var random = new SplittableRandom(1);
    var seen = new AtomicInteger();
    Runner.Running sleeper =
        runner.start(
            () -> {
              while (seen.get() < interrupts) {
                assertThrows(InterruptedException.class, () -> sleepWhile(words, WORD, 0));
                assertFalse(Thread.currentThread().isInterrupted());
                seen.incrementAndGet();
              }
            });
    for (int i = 0; i < interrupts; i++) {
      spin(random.nextInt(200_000));
      sleeper.thread().interrupt();
      while (seen.get() == i && !sleeper.isDone()) {
        Thread.onSpinWait();
      }
    }
    sleeper.join();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptBeforeTheSleepEndsItAtOnce(Runner runner) {
    runner
        .start(
            () -> {
              Thread.currentThread().interrupt();
              assertThrows(
                  InterruptedException.class,
                  () -> parker.park(words, WORD, 0, Peers.NOBODY, LONG));
              assertFalse(Thread.currentThread().isInterrupted());
            })
        .join();
  }

  @ParameterizedTest
  @EnumSource
  void anUninterruptibleSleepKeepsTheInterruptForLater(Runner runner) {
    runner
        .start(
            () -> {
              Thread.currentThread().interrupt();
              long start = System.nanoTime();
              parker.parkUninterruptibly(words, WORD, 0, Peers.NOBODY, SHORT);
              long slept = System.nanoTime() - start;

              assertTrue(slept >= SHORT, () -> "slept " + slept);
              assertTrue(Thread.currentThread().isInterrupted());
            })
        .join();
  }

  /// A permit and an interrupt come at the same time, the interrupt to one of two who wait for it:
  /// if that one leaves, the other must have the permit.
  @ParameterizedTest
  @EnumSource
  void anInterruptedSleeperPassesItsWakeOn(Runner runner) {
    var random = new SplittableRandom(2);
    for (int round = 0; round < 300; round++) {
      words.setIntVolatile(WORD, 0);
      var ready = new CountDownLatch(2);
      Runner.Running first = runner.start(() -> acquire(ready));
      Runner.Running second = runner.start(() -> acquire(ready));
      await(ready);
      spin(random.nextInt(100_000));
      Runner.Running interrupter = Runner.PLATFORM.start(() -> first.thread().interrupt());
      release();
      interrupter.join();
      if (first.failure() == null) {
        release();
      }
      second.join();
    }
  }

  static void await(CountDownLatch ready) {
    try {
      ready.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void acquire(CountDownLatch ready) throws InterruptedException {
    ready.countDown();
    while (!words.compareAndSetInt(WORD, 1, 0)) {
      parker.park(words, WORD, 0, Peers.NOBODY, LONG);
    }
  }

  private void release() {
    while (!words.compareAndSetInt(WORD, 0, 1)) {
      Thread.onSpinWait(); // the first permit is still on its way
    }
    parker.wakeOne(words, WORD);
  }

  // ---- deaths ----

  @ParameterizedTest
  @EnumSource
  void anOwnerThatIsDeadEndsTheSleepAtOnce(Runner runner) {
    int owner = peers.join();
    peers.kill(owner);

    runner.start(() -> parker.park(words, WORD, 0, owner, LONG)).join();
  }

  @ParameterizedTest
  @EnumSource
  void anOwnersDeathEndsTheSleepsOfAll(Runner runner) {
    int owner = peers.join();
    var ready = new CountDownLatch(10);
    List<Runner.Running> sleepers =
        IntStream.range(0, 10)
            .mapToObj(i -> i % 2 == 0 ? WORD : OTHER_WORD)
            .map(offset -> runner.start(() -> sleepWhileAlive(owner, offset, ready)))
            .toList();
    await(ready);
    spin(1_000_000);
    peers.kill(owner);

    sleepers.forEach(Runner.Running::join);
  }

  private void sleepWhileAlive(int owner, long offset, CountDownLatch ready)
      throws InterruptedException {
    ready.countDown();
    while (!peers.isDead(owner)) {
      parker.park(words, offset, 0, owner, LONG);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anybodysDeathEndsTheSleepOfWhoAsksForThat(Runner runner) {
    var sleeper = runner.start(() -> parker.park(words, WORD, 0, Parker.ANYBODY, LONG));
    for (int i = 0; i < 1_000 && !sleeper.isDone(); i++) {
      int other = peers.join();
      for (int wait = 0; wait < 1_000; wait++) {
        Thread.yield(); // so that the watcher sees it alive
      }
      peers.kill(other);
    }

    sleeper.join();
  }

  // ---- closed memory ----

  @ParameterizedTest
  @EnumSource
  void closingTheMemoryEndsTheSleepsThere(Runner runner) {
    for (int round = 0; round < 20; round++) {
      Arena arena = Arena.ofShared();
      var inMemory = new SegmentWords(arena.allocate(256, 64));
      var ready = new CountDownLatch(8);
      List<Runner.Running> sleepers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        long offset = i % 2 == 0 ? WORD : OTHER_WORD;
        sleepers.add(
            runner.start(
                () -> {
                  ready.countDown();
                  sleepWhile(inMemory, offset, 0);
                }));
      }
      await(ready);
      parker.unmap(arena);

      assertFalse(arena.scope().isAlive());
      for (Runner.Running sleeper : sleepers) {
        assertEquals(IllegalStateException.class, sleeper.failure().getClass());
      }
    }
  }

  @Test
  void aSleepOnClosedMemoryIsRefused() {
    Arena arena = Arena.ofShared();
    var closed = new SegmentWords(arena.allocate(64, 64));
    arena.close();

    assertThrows(IllegalStateException.class, () -> parker.park(closed, 0, 0, Peers.NOBODY, LONG));
  }

  @Test
  void aSleepOnMemoryThatWasCutOffIsAnError() throws IOException {
    Path file = Files.createTempFile("cut", ".words");
    try (Arena arena = Arena.ofShared();
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var cut = new SegmentWords(channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, arena));
      channel.truncate(0);

      assertThrows(InternalError.class, () -> parker.park(cut, 0, 0, Peers.NOBODY, LONG));
    } finally {
      Files.delete(file);
    }
  }
}
