package io.tandem.tests.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.QueueAbandonedException;
import io.tandem.queue.SharedQueue;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// JVMs that put and take, killed at random moments: an eighth as many as `tandem.random.kills`.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueKillTest {
  private static final int KILLS =
      Math.clamp(Integer.getInteger("tandem.random.kills", 48) / 8, 4, 250);
  private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Random random = new Random();

  /// Those who took lose one each at most.
  @Test
  void whatWasPutIsTakenOnce() throws Exception {
    Received.Sum sum = killMany("take");

    assertTrue(sum.put() > 0 && sum.missing() <= KILLS, sum::toString);
    assertEquals(0, sum.again());
  }

  /// Those who leased lose nothing, and each acknowledged task is done.
  @Test
  void whatWasPutAndLeasedComesUntilItIsAcknowledged() throws Exception {
    Received.Sum sum = killMany("lease");

    assertTrue(sum.put() > 0 && sum.again() <= KILLS, sum::toString);
    assertEquals(0, sum.missing());
  }

  private Received.Sum killMany(String taking) throws Exception {
    long seed = random.nextLong();
    random.setSeed(seed);
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create("killed", 16 << 20)) {
      JoinableQueue<byte[]> queue =
          JoinableQueue.open(scope, QueueWorker.QUEUE, QueueWorker.OPTIONS);
      var workers = new ArrayDeque<ChildJvm>();
      try {
        for (int worker = 0; worker < KILLS; worker++) {
          workers.add(start(scope, worker % 2 == 0 ? "put" : taking, worker));
          if (workers.size() > 2) {
            killOne(workers);
          }
        }
        while (!workers.isEmpty()) {
          killOne(workers);
        }
      } finally {
        workers.forEach(ChildJvm::close);
      }
      int rest = takeTheRest(queue, new Received(scope));
      assertTrue(!taking.equals("lease") || queue.unfinishedTasks() == rest, "tasks");
      Received.Sum sum = new Received(scope).sum();
      System.out.printf("%s: %s after %d kills, seed %d%n", taking, sum, KILLS, seed);
      scope.unlink();
      return sum;
    }
  }

  private static ChildJvm start(SharedScope scope, String what, int worker) throws Exception {
    var child = ChildJvm.start(QueueWorker.class, scope.name(), what, Integer.toString(worker));
    child.awaitLine("works");
    return child;
  }

  private void killOne(Deque<ChildJvm> workers) {
    LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS));
    workers.remove().kill();
  }

  /// @return how many were there
  private static int takeTheRest(SharedQueue<byte[]> queue, Received received)
      throws InterruptedException {
    int rest = 0;
    try {
      while (true) {
        received.note(queue.take(), false);
        rest++;
      }
    } catch (QueueAbandonedException e) {
      assertTrue(queue.isEmpty());
      assertTrue(queue.offer(new byte[5000]));
      assertEquals(5000, queue.take().length);
      return rest + 1;
    }
  }
}
