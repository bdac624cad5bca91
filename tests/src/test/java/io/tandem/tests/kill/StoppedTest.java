package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process that was stopped is alive for as long as that takes, and what it holds stays its own.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedTest {
  private static final long STOP_NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("tandem.stop.seconds", 3));
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

        attemptInVain(scope, owner);

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

  private static void attemptInVain(SharedScope scope, int owner) throws InterruptedException {
    WordLock lock = Holder.lock(scope);
    long start = System.nanoTime();
    while (System.nanoTime() - start < STOP_NANOS) {
      long before = System.nanoTime();
      assertEquals(Hold.NONE, lock.tryLock(ATTEMPT_NANOS));
      assertTrue(System.nanoTime() - before >= ATTEMPT_NANOS);
      assertEquals(Hold.NONE, lock.tryLock());
      assertFalse(scope.peers().isDead(owner));
    }
  }

  static void signal(String signal, ChildJvm child) throws Exception {
    String pid = Long.toString(child.process().pid());
    assertEquals(0, new ProcessBuilder("kill", signal, pid).start().waitFor());
  }
}
