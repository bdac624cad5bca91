package io.tandem.park;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tandem.peer.Peers;
import io.tandem.tests.FutexSleep;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What both ways of using futexes promise beyond polling.
abstract class FutexParkerContract extends ParkerContract {
  /// The wake that a dead process may have used up is given to all others.
  @ParameterizedTest
  @EnumSource
  void theDeathOfAnyPeerEndsAllSleepsOfThisProcess(Runner runner) {
    int owner = peers.join();
    var sleeper = runner.start(() -> parker.park(words, WORD, 0, owner, LONG));
    var ownerless = runner.start(() -> parker.park(words, OTHER_WORD, 0, Peers.NOBODY, LONG));
    for (int i = 0; i < 1_000 && !(sleeper.isDone() && ownerless.isDone()); i++) {
      int other = peers.join();
      for (int wait = 0; wait < 1_000; wait++) {
        Thread.yield(); // so that the watcher sees it alive
      }
      peers.kill(other);
    }

    sleeper.join();
    ownerless.join();
  }

  @Test
  void aWakeIsEnoughWithoutAChange() {
    var sleeper = Runner.PLATFORM.start(() -> parker.park(words, WORD, 0, Peers.NOBODY, LONG));
    while (!sleeper.isDone()) {
      parker.wakeOne(words, WORD);
    }
    sleeper.join();
  }

  /// A JVM that ends waits for 300 ms for a thread inside a system call.
  @Test
  void aProcessThatExitsHasNoSleepsInTheKernel() throws InterruptedException {
    int owner = peers.join();
    var number = new CompletableFuture<String>();
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  number.complete(FutexSleep.self());
                  while (words.getIntAcquire(WORD) == 0) {
                    parker.parkUninterruptibly(words, WORD, 0, owner, LONG);
                  }
                });
    FutexSleep.await(number.join());

    ((FutexParker) parker).leaveKernel();
    while (sleeper.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    words.setIntRelease(WORD, 1);

    sleeper.join();
  }

  @ParameterizedTest
  @EnumSource
  void waitsThatBeginWhileItExitsEndAsOthersDo(Runner runner) {
    ((FutexParker) parker).leaveKernel();

    var sleeper =
        runner.start(
            () -> {
              while (words.getIntAcquire(WORD) == 0) {
                parker.park(words, WORD, 0, Peers.NOBODY, LONG);
              }
            });
    var interrupted =
        runner.start(
            () -> {
              Thread.currentThread().interrupt();
              var point = new WaitPoint(parker, words, OTHER_WORD, () -> 0);
              var spots = new Spots(List.of(point));
              assertThrows(
                  InterruptedException.class, () -> ((FutexParker) parker).parkOnAny(spots, LONG));
            });
    words.setIntRelease(WORD, 1);

    sleeper.join();
    interrupted.join();
  }

  @Test
  void sleepsAllocateNothingWhileWarm() throws InterruptedException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int sleeps = 500;
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 200 && allocated > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < sleeps; i++) {
        parker.park(words, WORD, 0, peers.self(), 1_000);
        parker.wakeOne(words, WORD);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }

    assertTrue(allocated < sleeps, "%d bytes in %d sleeps".formatted(allocated, sleeps));
  }
}
