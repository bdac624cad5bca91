package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.sync.Cast.Actor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/// What `java.util.concurrent.locks.ReadWriteLock` promises, and what a shared one does beyond it,
/// told of threads that may be in one process or in several.
@EnumSource(Setting.class)
class ReadWriteContractTest extends ContractTest {
  ReadWriteContractTest() {
    super(Deeds.Kind.READ_WRITE_LOCK);
  }

  // ---- ReadWriteLock ----

  @Test
  void manyReadAtOnceAndNobodyWritesMeanwhile() throws Exception {
    one.does("read.lock", "done");
    two.does("read.tryLock", "true");
    three.does("read.tryLockFor -1", "true");
    three.does("read.unlock", "done");
    three.does("write.tryLock", "false");
    three.does("write.tryLockFor 5", "false");
    three.does("write.tryLockFor 0", "false");
    one.does("read.unlock", "done");
    three.does("write.tryLock", "false");
    two.does("read.unlock", "done");
    three.does("readers", "0");
    three.does("write.tryLock", "true");
    three.does("write.unlock", "done");
  }

  @Test
  void whoWritesIsAlone() throws Exception {
    one.does("write.lock", "done");
    one.does("isWriting", "true");
    two.does("isWriting", "false");
    two.does("isWriteLocked", "true");
    for (String side : new String[] {"read", "write"}) {
      two.does(side + ".tryLock", "false");
      two.does(side + ".tryLockFor 5", "false");
      two.does(side + ".tryLockFor 0", "false");
      two.does(side + ".tryLockFor -1", "false");
    }
    one.does("write.unlock", "done");
    two.does("isWriteLocked", "false");
    two.does("writer", "nobody");
    two.does("write.tryLockFor -1", "true");
    two.does("write.unlock", "done");
  }

  @Test
  void aThreadLocksAsOftenAsItLikes() throws Exception {
    for (String side : new String[] {"read", "write"}) {
      one.does(side + ".lock", "done");
      one.does(side + ".tryLock", "true");
      one.does(side + ".tryLockFor 0", "true");
      one.does(side + ".lockInterruptibly", "done");
      one.does(side + "s", "4");
      two.does(side + "s", "0");
      for (int i = 0; i < 4; i++) {
        two.does("write.tryLock", "false");
        one.does(side + ".unlock", "done");
      }
      one.does(side + "s", "0");
      two.does("write.tryLock", "true");
      two.does("write.unlock", "done");
    }
  }

  @Test
  void whoWritesMayGoOnToRead() throws Exception {
    one.does("write.lock", "done");
    one.does("read.lock", "done");
    two.does("read.tryLock", "false");
    one.does("write.unlock", "done");
    two.does("read.tryLock", "true");
    two.does("read.unlock", "done");
    two.does("write.tryLock", "false");
    one.does("read.unlock", "done");
    two.does("write.tryLock", "true");
    two.does("write.unlock", "done");
  }

  @Test
  void whoReadsDoesNotWaitForItself() throws Exception {
    one.does("read.lock", "done");
    for (String deed : new String[] {"lock", "lockInterruptibly", "tryLockFor 50000"}) {
      one.fails(
          "write." + deed, "IllegalMonitorStateException: Cannot lock read-write lock 'lock-");
    }
    one.does("write.tryLock", "false");
    one.does("reads", "1");
    one.does("read.unlock", "done");
  }

  @Test
  void onlyWhoHoldsItUnlocksIt() throws Exception {
    one.fails("read.unlock", "IllegalMonitorStateException: Cannot unlock read-write lock 'lock-");
    one.fails("write.unlock", "IllegalMonitorStateException: Cannot unlock read-write lock 'lock-");
    two.does("read.lock", "done");
    one.fails("read.unlock", "IllegalMonitorStateException");
    two.fails("write.unlock", "IllegalMonitorStateException");
    two.does("read.unlock", "done");
    two.does("write.lock", "done");
    one.fails("write.unlock", "IllegalMonitorStateException");
    two.fails("read.unlock", "IllegalMonitorStateException");
    two.does("write.unlock", "done");
  }

  @Test
  void thereAreNoConditions() throws Exception {
    one.fails("read.newCondition", "UnsupportedOperationException");
    one.fails("write.newCondition", "UnsupportedOperationException");
  }

  // ---- turns ----

  @Test
  void nobodyNewReadsWhileAWriterWaits() throws Exception {
    one.does("read.lock", "done");
    two.begins("write.lock").waits();
    three.does("read.tryLock", "false");
    three.begins("read.lock").waits();
    one.does("read.tryLock", "true"); // who reads may read again
    one.does("read.unlock", "done");
    assertNoneEnds(two, three);
    one.does("read.unlock", "done");
    assertEquals("done", two.ends());
    three.waits();
    two.does("write.unlock", "done");
    assertEquals("done", three.ends());
    three.does("read.unlock", "done");
  }

  @Test
  void aWriterThatGivesUpLetsReadersIn() throws Exception {
    one.does("read.lock", "done");
    two.begins("write.lockInterruptibly").waits();
    three.begins("read.lock").waits();
    two.interrupt();
    assertTrue(two.ends().startsWith("InterruptedException"));
    assertEquals("done", three.ends());
    three.does("read.unlock", "done");
    one.does("read.unlock", "done");
  }

  @Test
  void bothSidesGetTheirTurnAfterAWriter() throws Exception {
    one.does("write.lock", "done");
    two.begins("write.lock").waits();
    three.begins("read.lock").waits();
    one.does("write.unlock", "done");
    for (int turn = 0; turn < 2; turn++) {
      Actor next = firstToEnd(two, three);
      assertNoneEnds(two, three);
      next.does(next == two ? "write.unlock" : "read.unlock", "done");
    }
  }

  // ---- interrupts ----

  @Test
  void anInterruptEndsTheWaitsThatSaySo() throws Exception {
    one.does("write.lock", "done");
    for (String side : new String[] {"read", "write"}) {
      for (String deed : new String[] {".lockInterruptibly", ".tryLockFor 50000"}) {
        two.begins(side + deed).waits();
        two.interrupt();
        assertTrue(two.ends().startsWith("InterruptedException"));
        two.does("interrupted", "false");
        two.does(side + "s", "0");
      }
    }
    one.does("write.unlock", "done");
  }

  @Test
  void anInterruptEndsNoOtherWait() throws Exception {
    for (String side : new String[] {"read", "write"}) {
      one.does("write.lock", "done");
      two.begins(side + ".lock").waits();
      two.interrupt();
      two.waits();
      one.does("write.unlock", "done");
      assertEquals("done", two.ends());
      two.does("interrupted", "true");
      two.does(side + ".unlock", "done");
    }
  }

  @Test
  void anInterruptBeforeCountsAsWell() throws Exception {
    for (String side : new String[] {"read", "write"}) {
      for (String deed : new String[] {".lockInterruptibly", ".tryLockFor 0"}) {
        one.interrupt();
        one.fails(side + deed, "InterruptedException");
        one.does(side + "s", "0");
      }
      one.interrupt();
      one.does(side + ".tryLock", "true");
      one.does("interrupted", "true");
      one.does(side + ".unlock", "done");
    }
  }

  // ---- deaths ----

  @Test
  void aThreadThatEndsWritingCountsAsDead() throws Exception {
    one.does("write.lock", "done");
    two.begins("read.lock");
    three.begins("write.lock");
    one.does("end", "ended");
    for (Actor each : new Actor[] {two, three}) {
      String answer = each.ends();
      assertTrue(
          answer.startsWith("OwnerDiedException: Cannot lock read-write lock 'lock-"), answer);
      assertTrue(answer.contains("died writing"), answer);
      each.does("reads", "0");
      each.does("writes", "0");
    }
    two.fails("failToRecover", "UnsupportedOperationException: cannot repair");
    three.fails("read.tryLock", "OwnerDiedException");
    three.does("recover", "true");
    two.does("recover", "false");
    two.does("read.lock", "done");
    two.does("deaths", "1");
    two.does("read.unlock", "done");
  }

  @Test
  void aKilledReaderIsPassedOver() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    one.does("read.lock", "done");
    two.begins("write.lock").waits();
    one.killProcess();
    assertEquals("done", two.ends());
    two.does("deaths", "0");
    two.does("write.unlock", "done");
  }

  /// What it guarded is whole, but others may still rely on its reading.
  @Test
  void aThreadThatEndsReadingKeepsWritersOutAsLongAsItsProcessLives() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    one.does("read.lock", "done");
    one.does("end", "ended");
    two.does("write.tryLockFor 20", "false");
    two.begins("write.lock").waits();
    one.killProcess();
    assertEquals("done", two.ends());
    two.does("write.unlock", "done");
  }

  @Test
  void aKilledWriterIsToldOf() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    one.does("write.lock", "done");
    two.begins("read.lock").waits();
    one.killProcess();
    assertTrue(two.ends().startsWith("OwnerDiedException"));
    two.does("recover", "true");
    two.does("read.tryLock", "true");
    two.does("read.unlock", "done");
  }

  @Test
  void whoIsStoppedIsNotPassedOver() throws Exception {
    Assumptions.assumeTrue(one.isElsewhereThan(two));
    for (String side : new String[] {"read", "write"}) {
      one.does(side + ".lock", "done");
      one.stop();
      try {
        two.does("write.tryLockFor 500", "false");
        two.does("write.tryLock", "false");
      } finally {
        one.goOn();
      }
      one.does(side + "s", "1");
      one.does(side + ".unlock", "done");
      two.does("write.tryLock", "true");
      two.does("write.unlock", "done");
    }
    two.does("deaths", "0");
  }

  @Test
  void anAbandonedLockIsRefusedToAll() throws Exception {
    one.does("write.lock", "done");
    two.begins("read.lock").waits();
    three.begins("write.lock").waits();
    one.does("abandon", "done");
    for (Actor each : new Actor[] {two, three}) {
      String answer = each.ends();
      assertTrue(answer.startsWith("LockAbandonedException: Cannot lock read-write lock"), answer);
    }
    one.does("write.unlock", "done");
    one.fails("read.lock", "LockAbandonedException");
    two.fails("write.tryLock", "LockAbandonedException");
    three.fails("recover", "LockAbandonedException");
    two.does("abandon", "done");
  }
}
