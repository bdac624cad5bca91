package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.tests.sync.Cast.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.EnumSource;

/// What `java.util.concurrent.BlockingQueue` promises, kept between processes. In one process a
/// longer suite tells it.
@EnumSource(
    value = Setting.class,
    names = {"THREE_PROCESSES", "POLLING", "NO_NATIVE_CALLS"})
class QueueContractTest extends ContractTest {
  QueueContractTest() {
    super(Deeds.Kind.QUEUE);
  }

  @Test
  void elementsComeOutInTheirOrderWhoeverPutThem() throws Exception {
    one.does("put 1", "done");
    two.does("offer 2", "true");
    three.does("all", "[1, 2]");
    three.does("contains 2", "true");
    three.does("peek", "1");
    one.does("take", "1");
    two.does("add 3", "done");
    three.does("poll", "2");
    three.does("pollFor 1000", "3");
    two.does("poll", "null");
    two.does("peek", "null");
    two.fails("remove", "NoSuchElementException");
  }

  @Test
  void aFullQueueTakesNothingUntilThereIsRoom() throws Exception {
    one.does("put 1", "done");
    two.does("put 2", "done");
    three.does("room", "0");
    three.does("offer 3", "false");
    three.does("offerFor 20", "false");
    three.fails("add 3", "IllegalStateException");
    two.begins("put 3").waits();
    one.does("take", "1");
    assertEquals("done", two.ends());
    two.begins("offerFor 30000").waits();
    three.does("drain 1", "[2]");
    assertEquals("true", two.ends());
    one.does("size", "2");
    one.does("drain 9", "[3, 0]");
    two.does("room", "2");
  }

  @Test
  void whoTakesWaitsUntilThereIsSomething() throws Exception {
    one.begins("take").waits();
    two.does("put 5", "done");
    assertEquals("5", one.ends());
    one.does("pollFor 20", "null");
    one.does("pollFor 0", "null");
    one.begins("pollFor 30000").waits();
    three.does("put 6", "done");
    assertEquals("6", one.ends());
  }

  @Test
  void oneElementIsForOneOfThoseWhoWait() throws Exception {
    one.begins("pollFor 30000").waits();
    two.begins("pollFor 30000").waits();
    three.does("put 1", "done");
    awaitEither();
    Actor waits = one.hasEnded() ? two : one;
    assertEquals("1", (waits == one ? two : one).ends());
    waits.waits();
    three.does("put 2", "done");
    assertEquals("2", waits.ends());
  }

  private void awaitEither() {
    while (!one.hasEnded() && !two.hasEnded()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptEndsAWaitAndChangesNothing() throws Exception {
    one.begins("take").waits();
    one.interrupt();
    assertEquals("InterruptedException", one.ends().split(":")[0]);
    two.does("put 1", "done");
    two.does("put 2", "done");
    three.begins("put 3").waits();
    three.interrupt();
    assertEquals("InterruptedException", three.ends().split(":")[0]);
    one.does("all", "[1, 2]");
  }

  @Test
  void whoWaitsIsToldThatItIsClosed() throws Exception {
    one.begins("take").waits();
    two.does("close", "done");
    assertEquals("QueueClosedException", one.ends().split(":")[0]);
    three.fails("put 1", "QueueClosedException");
    three.does("poll", "null");
  }

  @Test
  void whatWasPutBeforeItWasClosedIsTaken() throws Exception {
    one.does("put 1", "done");
    one.does("put 2", "done");
    two.begins("put 3").waits();
    three.does("close", "done");
    assertEquals("QueueClosedException", two.ends().split(":")[0]);
    one.does("take", "1");
    two.does("take", "2");
    three.fails("take", "QueueClosedException");
  }

  @Test
  void aLeasedElementComesBackUnlessItIsAcknowledged() throws Exception {
    one.does("put 1", "done");
    two.does("lease", "1, attempt 1");
    three.does("poll", "null");
    one.begins("lease").waits();
    two.does("nack", "done");
    assertEquals("1, attempt 2", one.ends());
    one.does("ack", "done");
    three.does("size", "0");
  }

  @Test
  void theLeaseOfAKilledProcessComesToOneWhoWaits() throws Exception {
    assumeTrue(one.isElsewhereThan(two));
    one.does("put 1", "done");
    one.does("lease", "1, attempt 1");
    two.begins("lease").waits();
    one.killProcess();
    assertEquals("1, attempt 2", two.ends());
    two.does("ack", "done");
  }
}
