package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What tools show of semaphores, events, latches and barriers.
class ViewersTest {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.close();
    root.close();
  }

  @Test
  void anEventIsSetOrWaitedFor() {
    var event = SharedEvent.create(scope);
    assertEquals("not set", text(event));

    event.set();
    assertEquals("set", text(event));

    event.clear();
    sleepOn(event, EventWord.WAITERS);
    assertEquals("not set, with waiters", text(event));
  }

  @Test
  void aLatchSaysHowManyAreToCome() {
    var latch = SharedLatch.create(scope, 3);
    assertEquals("3 of 3 to come", text(latch));

    latch.countDown();
    sleepOn(latch, LatchWord.WAITERS);
    assertEquals("2 of 3 to come, with waiters", text(latch));

    latch.countDown(2);
    assertEquals("0 of 3 to come", text(latch));
  }

  @Test
  void aSemaphoreSaysWhatIsFree() throws Exception {
    var plain = SharedSemaphore.create(scope, 2);
    plain.acquire();
    assertEquals("plain, 1 free, 2 at first", text(plain));

    plain.release(5);
    assertEquals("plain, 6 free, 2 at first", text(plain));

    var bounded = SharedSemaphore.bounded(scope, 1);
    bounded.acquire();
    sleepOn(bounded, Permits.WAITERS);
    assertEquals("bounded, 0 free, 1 at first, with waiters", text(bounded));
  }

  @Test
  void anOwnedSemaphoreNamesItsHoldersAndWhatTheDeadHad() throws Exception {
    var owned = SharedSemaphore.owned(scope, 5);
    owned.acquire(2);
    words(owned).setLong(SemaphoreLayout.RETURNED_AT, 3);

    var seen = (SemaphoreView) view(owned);

    PeerView self = peer(scope.peers().self());
    assertEquals(List.of(new SemaphoreView.Holder(self, 2)), seen.holders());
    assertEquals(
        "owned, 3 free, 5 at first; held 2 by process 'p' (pid 42); 3 taken back from the dead",
        seen.text());

    owned.release(2);
    assertEquals(List.of(), ((SemaphoreView) view(owned)).holders());
  }

  @Test
  void aBarrierThatNobodyWaitsAtHasNoArrivals() {
    var barrier = SharedBarrier.create(scope, 2);

    var seen = (BarrierView) view(barrier);

    assertEquals(2, seen.parties());
    assertEquals(List.of(), seen.arrived());
    assertFalse(seen.broken());

    barrier.abort();
    assertTrue(((BarrierView) view(barrier)).broken());
  }

  /// Damaged memory is shown as it is found, too.
  @Test
  void noKindOrNumberIsTooStrangeToBeShown() {
    var semaphore = SharedSemaphore.owned(scope, 1);
    words(semaphore).setInt(SemaphoreLayout.HIGHEST_AT, Integer.MAX_VALUE);
    assertEquals("owned, 1 free, 1 at first", text(semaphore));

    words(semaphore).setInt(SemaphoreLayout.KIND_AT, -1);
    assertEquals("plain, 1 free, 1 at first", text(semaphore));

    var barrier = SharedBarrier.create(scope, 2);
    words(barrier).setInt(BarrierLayout.PARTIES_AT, Integer.MAX_VALUE);
    assertEquals(List.of(), ((BarrierView) view(barrier)).arrived());
  }

  @Test
  void noTypeIsTooStrangeToBeAskedFor() {
    for (Viewer viewer : ServiceLoader.load(Viewer.class)) {
      assertFalse(viewer.isFor("", 0), () -> viewer + " shows what has no type");
    }
  }

  /// What a waiter leaves in the word before it sleeps.
  private static void sleepOn(SharedObject object, int bit) {
    Words words = words(object);
    words.setInt(0, words.getInt(0) | bit);
  }

  private static Words words(SharedObject object) {
    return new SegmentWords(object.block().segment());
  }

  private static String text(SharedObject object) {
    return view(object).text();
  }

  /// By way of the services that tools have.
  private static Details view(SharedObject object) {
    SharedBlock block = object.block();
    return ServiceLoader.load(Viewer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(viewer -> viewer.isFor(block.type().tag(), block.type().version()))
        .findFirst()
        .orElseThrow()
        .view(block.segment(), ViewersTest::peer);
  }

  private static PeerView peer(int owner) {
    return new PeerView(owner & 0x3ff, owner >>> 10, 42, Instant.EPOCH, "p", true);
  }
}
