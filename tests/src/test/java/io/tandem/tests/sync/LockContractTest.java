package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.sync.Cast.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of locks, and what a shared lock does beyond it.
@EnumSource(Setting.class)
class LockContractTest extends LockContract {
  LockContractTest() {
    super(Deeds.Kind.LOCK, "lock 'lock-");
  }

  @Test
  void tokensGrow() throws Exception {
    one.fails("token", "IllegalMonitorStateException: Cannot tell the token");
    long last = 0;
    for (Actor each : new Actor[] {one, two, three, one, two}) {
      each.does("lock", "done");
      long token = Long.parseLong(each.does("token"));
      assertTrue(token > last, token + " after " + last);
      last = token;
      each.does("unlock", "done");
    }
  }

  @Test
  void aWaitMayBeForWhatIsTheCase() throws Exception {
    one.does("lock", "done");
    one.does("awaitLongToken 1", "true");
    long token = Long.parseLong(one.does("token"));
    one.begins("awaitLongToken " + (token + 4));
    signalBy(two);
    one.waits();
    signalBy(two);
    assertEquals("true", one.ends());
    one.does("unlock", "done");
  }

  @Test
  void aThreadThatEndsHoldingItCountsAsDead() throws Exception {
    one.does("lock", "done");
    two.begins("lock");
    one.does("end", "ended");
    assertTrue(two.ends().startsWith("OwnerDiedException: Cannot lock lock 'lock-"));
    two.does("holds", "0");
    String answer = two.does("tryLock");
    assertTrue(answer.contains(": a thread of process 'main' (pid "), answer);
    assertTrue(answer.endsWith("Call recover(repair), or abandon()."), answer);
    three.fails("failToRecover", "UnsupportedOperationException: cannot repair");
    three.fails("tryLockFor 50000", "OwnerDiedException");
    three.does("recover", "true");
    three.does("recover", "false");
    two.does("lock", "done");
    two.does("deaths", "1");
    two.does("unlock", "done");
  }

  @Test
  void anAbandonedLockIsRefusedToAll() throws Exception {
    one.does("lock", "done");
    two.begins("lock").waits();
    three.does("isLocked", "true");
    one.does("abandon", "done");
    assertTrue(two.ends().startsWith("LockAbandonedException: Cannot lock lock 'lock-"));
    three.fails("tryLock", "LockAbandonedException");
    one.does("unlock", "done");
    one.fails("lock", "LockAbandonedException");
    two.fails("recover", "LockAbandonedException");
    three.does("abandon", "done");
  }

  @Test
  void anAbandonedLockEndsAllWaits() throws Exception {
    one.does("lock", "done");
    one.begins("await");
    two.does("abandon", "done");
    assertTrue(one.ends().startsWith("LockAbandonedException"));
    one.does("holds", "0");
    one.does("unlock", "done"); // as it is in a finally block, which must not hide what was told
    one.fails("signal", "IllegalMonitorStateException: Cannot signal a condition of lock 'lock-");
  }

  @Test
  void aHoldersDeathEndsAllWaits() throws Exception {
    one.does("lock", "done");
    one.begins("await");
    two.does("lock", "done");
    two.does("end", "ended");
    assertTrue(one.ends().startsWith("OwnerDiedException"));
    one.does("holds", "1");
    one.does("unlock", "done");
    three.fails("lock", "OwnerDiedException");
    three.does("recover", "true");
    one.does("lock", "done");
    one.begins("await");
    signalBy(three);
    assertEquals("done", one.ends());
    one.does("unlock", "done");
  }
}
