package io.tandem.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.linux.Futex;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  @Test
  void aProcessThatExitsStillHearsButNotInTheKernel() throws Exception {
    int other = peers.join();
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    var watcher = new AtomicReference<Thread>();
    var watch = new DeathWatch(peers, Futex::hasWaitv);
    watch.add(
        new Listener() {
          @Override
          public void died(int owner) {
            heard.add(owner);
          }

          @Override
          public void looked() {
            watcher.set(Thread.currentThread());
          }
        });
    while (watcher.get() == null) {
      Thread.onSpinWait();
    }

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
