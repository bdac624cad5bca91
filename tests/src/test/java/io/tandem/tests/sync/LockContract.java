package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.sync.Cast.Actor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What `java.util.concurrent.locks.Lock` and `Condition` promise, and what happens when a holder
/// is stopped or killed, told of threads that may be in one process or in several.
abstract class LockContract extends ContractTest {
  private static final int STOPPED_TRIALS = Integer.getInteger("tandem.stop.trials", 100);

  private final String called;

  /// @param called as messages begin to call the lock
  LockContract(Deeds.Kind kind, String called) {
    super(kind);
    this.called = called;
  }

  // ---- Lock ----

  @Test
  void aLockIsHeldByOneThread() throws Exception {
    one.does("lock", "done");
    one.does("isHeld", "true");
    two.does("isHeld", "false");
    two.does("isLocked", "true");
    two.does("tryLock", "false");
    two.does("tryLockFor 5", "false");
    two.does("tryLockFor 0", "false");
    two.does("tryLockFor -1", "false");
    one.does("unlock", "done");
    two.does("isLocked", "false");
    two.does("tryLock", "true");
    two.does("unlock", "done");
    two.does("tryLockFor -1", "true");
    two.does("unlock", "done");
  }

  @Test
  void aThreadLocksAsOftenAsItLikes() throws Exception {
    one.does("lock", "done");
    one.does("tryLock", "true");
    one.does("tryLockFor 0", "true");
    one.does("lockInterruptibly", "done");
    one.does("holds", "4");
    two.does("holds", "0");
    for (int i = 0; i < 3; i++) {
      one.does("unlock", "done");
      two.does("tryLock", "false");
    }
    one.does("unlock", "done");
    one.does("holds", "0");
    two.does("tryLock", "true");
    two.does("unlock", "done");
  }

  @Test
  void onlyTheHolderUnlocks() throws Exception {
    one.fails("unlock", "IllegalMonitorStateException: Cannot unlock " + called);
    two.does("lock", "done");
    String answer = one.does("unlock");
    assertTrue(answer.startsWith("IllegalMonitorStateException"), answer);
    assertTrue(answer.contains(two.does("owner")), answer);
    assertTrue(answer.endsWith("Call lock() before, in the same thread."), answer);
    two.does("unlock", "done");
    two.fails("unlock", "IllegalMonitorStateException");
    two.does("owner", "nobody");
  }

  @Test
  void whoWaitsGetsItWhenItIsUnlocked() throws Exception {
    one.does("lock", "done");
    two.begins("lock").waits();
    three.begins("lock").waits();
    one.does("unlock", "done");
    Actor next = firstToEnd(two, three); // it need not be the first that came
    assertNoneEnds(two, three);
    next.does("unlock", "done");
    firstToEnd(two, three).does("unlock", "done");
  }

  @Test
  void anInterruptEndsTheWaitsThatSaySo() throws Exception {
    one.does("lock", "done");
    for (String deed : new String[] {"lockInterruptibly", "tryLockFor 50000"}) {
      two.begins(deed).waits();
      two.interrupt();
      assertTrue(two.ends().startsWith("InterruptedException"));
      two.does("interrupted", "false");
    }
    two.begins("lock").waits();
    two.interrupt();
    two.waits();
    one.does("unlock", "done");
    assertEquals("done", two.ends());
    two.does("interrupted", "true");
    two.does("holds", "1");
    two.does("unlock", "done");
  }

  @Test
  void anInterruptBeforeCountsAsWell() throws Exception {
    for (String deed : new String[] {"lockInterruptibly", "tryLockFor 0", "tryLockFor 50000"}) {
      one.interrupt();
      one.fails(deed, "InterruptedException");
      one.does("holds", "0");
    }
    one.interrupt();
    one.does("tryLock", "true");
    one.fails("lockInterruptibly", "InterruptedException");
    one.interrupt();
    one.does("lock", "done");
    one.does("interrupted", "true");
    one.does("holds", "2");
    one.does("unlock", "done");
    one.does("unlock", "done");
  }

  // ---- Condition ----

  @Test
  void conditionsAreForTheHolder() throws Exception {
    two.does("lock", "done");
    for (String deed : new String[] {"await", "awaitUninterruptibly", "awaitFor 1"}) {
      one.fails(deed, "IllegalMonitorStateException: Cannot await a condition of " + called);
    }
    for (String deed : new String[] {"signal", "signalAll"}) {
      one.fails(deed, "IllegalMonitorStateException: Cannot signal a condition of " + called);
    }
    two.does("unlock", "done");
  }

  @Test
  void aSignalWakesOneAndAllWakeAll() throws Exception {
    for (Actor each : new Actor[] {one, two}) {
      each.does("lock", "done");
      each.begins("await");
    }
    three.does("lock", "done");
    three.does("signal", "done");
    assertNoneEnds(one, two);
    three.does("unlock", "done");
    Actor signalled = firstToEnd(one, two);
    assertNoneEnds(one, two);
    signalled.does("holds", "1");
    signalled.begins("await");
    three.does("lock", "done");
    three.does("signalAll", "done");
    three.does("unlock", "done");
    Actor first = firstToEnd(one, two);
    assertNoneEnds(one, two);
    first.does("unlock", "done");
    firstToEnd(one, two).does("unlock", "done");
  }

  @Test
  void aWaiterHoldsAsOftenAsBefore() throws Exception {
    for (int i = 0; i < 3; i++) {
      one.does("lock", "done");
    }
    one.begins("await");
    signalBy(two);
    assertEquals("done", one.ends());
    one.does("holds", "3");
    two.does("tryLock", "false");
    for (int i = 0; i < 3; i++) {
      one.does("unlock", "done");
    }
    two.does("tryLock", "true");
    two.does("unlock", "done");
  }

  static void signalBy(Actor actor) throws InterruptedException {
    actor.does("lock", "done");
    actor.does("signal", "done");
    actor.does("unlock", "done");
  }

  @Test
  void aSignalIsForThoseThatWait() throws Exception {
    signalBy(one);
    one.does("lock", "done");
    one.does("awaitFor 20", "false");
    one.does("signal", "done");
    one.does("awaitFor 0", "false");
    one.does("awaitFor -1", "false");
    one.does("unlock", "done");
  }

  @Test
  void aWaitMayEndWithItsTime() throws Exception {
    one.does("lock", "done");
    one.does("awaitFor 10", "false");
    one.does("awaitNanos 10", "over");
    one.does("awaitNanos 0", "over");
    one.does("awaitDate 10", "false");
    one.does("awaitDate -1000", "false");
    one.does("holds", "1");
    one.begins("awaitNanos 50000");
    signalBy(two);
    assertEquals("left", one.ends());
    one.begins("awaitDate 50000");
    signalBy(two);
    assertEquals("true", one.ends());
    one.begins("awaitFor 50000");
    signalBy(two);
    assertEquals("true", one.ends());
    one.does("unlock", "done");
  }

  @Test
  void anInterruptEndsAWaitUnlessItSaysOtherwise() throws Exception {
    one.does("lock", "done");
    for (String deed : new String[] {"await", "awaitFor 50000", "awaitNanos 50000"}) {
      one.begins(deed).waits();
      one.interrupt();
      assertTrue(one.ends().startsWith("InterruptedException"));
      one.does("holds", "1");
    }
    one.interrupt();
    one.fails("await", "InterruptedException");
    one.begins("awaitUninterruptibly").waits();
    one.interrupt();
    one.waits();
    signalBy(two);
    assertEquals("done", one.ends());
    one.does("interrupted", "true");
    one.does("unlock", "done");
  }

  /// The wait must not end without the lock.
  @Test
  void anInterruptedWaiterGetsTheLockFirst() throws Exception {
    one.does("lock", "done");
    one.begins("await");
    two.does("lock", "done");
    one.interrupt();
    one.waits();
    two.does("unlock", "done");
    assertTrue(one.ends().startsWith("InterruptedException"));
    one.does("holds", "1");
    one.does("unlock", "done");
  }

  // ---- deaths ----

  /// In one process there would be nobody to see it.
  @Test
  void aStoppedHolderIsNotTakenOver() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    one.does("lock", "done");
    one.stop();
    try {
      for (int trial = 0; trial < STOPPED_TRIALS; trial++) {
        two.does(trial % 4 == 0 ? "tryLockFor 1" : "tryLock", "false");
      }
    } finally {
      one.goOn();
    }
    two.does("deaths", "0");
    one.does("unlock", "done");
    two.does("tryLock", "true");
    two.does("unlock", "done");
  }

  @Test
  void aKilledProcessLetsGoOfAllThatItHeld() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    two.does("lock", "done");
    two.begins("await");
    one.does("lock", "done");
    one.killProcess();
    assertTrue(two.ends().startsWith("OwnerDiedException"));
    two.does("holds", "1");
    two.does("recover", "true");
    two.does("recover", "false");
    two.does("unlock", "done");
  }
}
