package io.tandem.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.linux.Futex;
import io.tandem.linux.Platform;
import io.tandem.tests.FutexSleep;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeathWatchTest {
  private final FakePeers peers = new FakePeers();

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() throws Exception {
    int one = peers.join();
    int other = peers.join();
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    var looked = new CountDownLatch(1);
    var watch = new DeathWatch(peers, () -> false);
    watch.add(
        new Listener() {
          @Override
          public void died(int owner) {
            throw new StackOverflowError("what a listener did");
          }
        });
    watch.add(
        new Listener() {
          @Override
          public void died(int owner) {
            heard.add(owner);
          }

          @Override
          public void looked() {
            looked.countDown();
          }
        });
    assertTrue(looked.await(50, TimeUnit.SECONDS)); // it knows who lives

    peers.kill(one);
    assertEquals(one, heard.poll(50, TimeUnit.SECONDS));
    assertEquals(one, heard.poll(50, TimeUnit.SECONDS), "and when it is gone");
    peers.kill(other);
    assertEquals(other, heard.poll(50, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProcessThatExitsStillHearsButNotInTheKernel(boolean waitv) throws Exception {
    assumeTrue(Platform.NATIVE_LINUX && (!waitv || Futex.hasWaitv()));
    int other = peers.join();
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    var watcher = new AtomicReference<Thread>();
    var number = new CompletableFuture<String>();
    var watch = new DeathWatch(peers, () -> waitv);
    watch.add(
        new Listener() {
          @Override
          public void died(int owner) {
            heard.add(owner);
          }

          @Override
          public void looked() {
            number.complete(FutexSleep.self());
            watcher.set(Thread.currentThread());
          }
        });
    FutexSleep.await(number.get());

    watch.leaveKernel();
    while (watcher.get().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    peers.kill(other);

    assertEquals(other, heard.poll(50, TimeUnit.SECONDS));
  }

  @Test
  void anActionThatFailsKeepsNoOtherFromRunning() {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    int owner = peers.join();
    var actions = new DeathActions(peers);
    actions.add(
        owner,
        () -> {
          throw new AssertionError("what an action did");
        });
    actions.add(owner, () -> ran.add("the other"));
    peers.kill(owner);
    actions.died(owner);
    assertEquals("the other", ran.poll());
  }

  private interface Listener extends DeathWatch.Listener {
    @Override
    default int interest() {
      return 0;
    }
  }
}
