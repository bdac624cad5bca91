package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process that was stopped is alive for as long as that takes, and what it holds stays its own.
@Timeout(value = 900, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedTest {
  private static final long STOP_NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("tandem.stop.seconds", 3));
  private static final int TRIALS = Integer.getInteger("tandem.stop.trials", 20);
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ATTEMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Test
  void aStoppedHolderKeepsItsLockAndGoesOn() throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Holder.SCOPE);
        var holder = ChildJvm.start(Holder.class)) {
      int owner = Integer.parseInt(holder.awaitLine("owner "));
      assertEquals("CONSISTENT", holder.awaitLine("holds "));
      try (var waiter = ChildJvm.start(Holder.class)) {
        waiter.awaitLine("owner ");
        signal("-STOP", holder);

        attemptInVain(scope, owner, STOP_NANOS);

        signal("-CONT", holder);
        holder.say("release");
        holder.awaitLine("released");
        assertEquals("CONSISTENT", waiter.awaitLine("holds "));
        waiter.say("release");
        waiter.awaitSuccess();
      }
      holder.awaitSuccess();
      assertEquals(0, Holder.words(scope).getLong(Holder.OWNER_DEATHS_AT));
      assertEquals(Hold.CONSISTENT, Holder.lock(scope).tryLock());
      scope.unlink();
    }
  }

  /// Most stops are short, and one in a hundred is as long as `tandem.stop.seconds` says.
  @Test
  void aHolderThatIsStoppedAgainAndAgainIsNeverRobbed() throws Exception {
    var random = new Random(TRIALS);
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Holder.SCOPE);
        var holder = ChildJvm.start(Holder.class)) {
      int owner = Integer.parseInt(holder.awaitLine("owner "));
      holder.awaitLine("holds ");
      for (int trial = 1; trial <= TRIALS; trial++) {
        signal("-STOP", holder);
        attemptInVain(scope, owner, trial % 100 == 0 ? STOP_NANOS : random.nextLong(SHORT_NANOS));
        signal("-CONT", holder);
      }
      holder.say("release");
      holder.awaitSuccess();
      assertEquals(0, Holder.words(scope).getLong(Holder.OWNER_DEATHS_AT));
      assertEquals(Hold.CONSISTENT, Holder.lock(scope).tryLock());
      scope.unlink();
    }
  }

  private static void attemptInVain(SharedScope scope, int owner, long nanos)
      throws InterruptedException {
    WordLock lock = Holder.lock(scope);
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      long before = System.nanoTime();
      long patience = Math.min(ATTEMPT_NANOS, nanos);
      assertEquals(Hold.NONE, lock.tryLock(patience));
      assertTrue(System.nanoTime() - before >= patience);
      assertEquals(Hold.NONE, lock.tryLock());
      assertFalse(scope.peers().isDead(owner));
    }
  }

  static void signal(String signal, ChildJvm child) throws Exception {
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder("kill", signal, pid).start().waitFor());
  }
}
