package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedBarrier;
import io.tandem.value.IntArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What barriers promise.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BarrierTest {
  private static final int PARTIES = 3;
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @EnumSource
  void allMeetAgainAndAgainAndEachHasItsOwnPlace(Crew crew) throws Exception {
    var barrier = SharedBarrier.create(PARTIES);
    var places = IntArray.create(PARTIES);
    List<Crew.Member> members = new ArrayList<>();
    for (int i = 1; i < PARTIES; i++) {
      members.add(crew.start(() -> meet(barrier, places)));
    }
    meet(barrier, places);
    for (Crew.Member member : members) {
      member.join();
    }
    assertEquals(0, barrier.getNumberWaiting());
    assertFalse(barrier.isBroken());
    barrier.free();
    places.free();
  }

  private static void meet(SharedBarrier barrier, IntArray places) throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      places.getAndAdd(barrier.await(), 1);
      barrier.await();
      for (int place = 0; place < PARTIES; place++) {
        assertEquals(round, places.get(place), "place " + place);
      }
      barrier.await();
    }
  }

  @Test
  void theDeathOfOneWhoWaitsBreaksItForTheOthers() throws Exception {
    var barrier = SharedBarrier.create(PARTIES);
    try (var waiter = Crew.startProcess(barrier::await)) {
      var other = Crew.PLATFORM_THREADS.start(() -> assertNamesTheDead(barrier));
      while (barrier.getNumberWaiting() < 2) {
        Thread.onSpinWait();
      }
      waiter.kill();
      other.join();
    }
    assertTrue(barrier.isBroken());
    barrier.reset();
    assertFalse(barrier.isBroken());
    barrier.free();
  }

  private static void assertNamesTheDead(SharedBarrier barrier) {
    var told = assertThrows(BrokenBarrierException.class, barrier::await);
    assertTrue(told.getMessage().contains("died while it waited"), told::getMessage);
    assertTrue(told.getMessage().contains("reset()"), told::getMessage);
  }

  @Test
  void oneWhoDiedWhileNobodyElseWaitedIsFoundByTheNext() throws Exception {
    var barrier = SharedBarrier.create(2);
    try (var waiter = Crew.startProcess(barrier::await)) {
      while (barrier.getNumberWaiting() < 1) {
        Thread.onSpinWait();
      }
      waiter.kill();
    }
    assertNamesTheDead(barrier);
    barrier.free();
  }

  @Test
  void runningOutOfTimeBreaksIt() throws Exception {
    var barrier = SharedBarrier.create(2);
    assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(20)));
    var told = assertThrows(BrokenBarrierException.class, barrier::await);
    assertTrue(told.getMessage().contains("the time of a thread"), told::getMessage);
    barrier.reset();
    String message =
        assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofSeconds(-1)))
            .getMessage();
    assertEquals(
        "Not all 2 parties arrived in time, and the barrier is broken now. Call reset().", message);
    barrier.free();
  }

  @ParameterizedTest
  @EnumSource(names = "PROCESSES", mode = EnumSource.Mode.EXCLUDE)
  void anInterruptBreaksItForTheOthers(Crew crew) throws Exception {
    var barrier = SharedBarrier.create(PARTIES);
    var other = crew.start(() -> assertThrows(BrokenBarrierException.class, barrier::await));
    while (barrier.getNumberWaiting() < 1) {
      Thread.onSpinWait();
    }
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, barrier::await);
    other.join();
    barrier.free();
  }

  @Test
  void theLastToArriveActs() throws Exception {
    var scope = SharedScope.ofProcessTree();
    var acts = IntArray.create(1);
    var barrier = SharedBarrier.create(scope, 1, () -> acts.getAndAdd(0, 1));
    assertEquals(0, barrier.await());
    assertEquals(1, acts.get(0));
    var failing =
        SharedBarrier.create(
            scope,
            1,
            () -> {
              throw new IllegalStateException("acts badly");
            });
    assertThrows(IllegalStateException.class, failing::await);
    var told = assertThrows(BrokenBarrierException.class, failing::await);
    assertTrue(told.getMessage().contains("the action failed in"), told::getMessage);
    barrier.free();
    failing.free();
    acts.free();
  }

  @Test
  void anAbortHoldsUntilAReset() throws Exception {
    var barrier = SharedBarrier.create(1);
    barrier.abort();
    barrier.abort();
    assertThrows(BrokenBarrierException.class, barrier::await);
    barrier.reset();
    barrier.reset();
    assertEquals(0, barrier.await());
    barrier.free();
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    for (int parties : new int[] {-1, 0, SharedBarrier.MOST_PARTIES + 1}) {
      var told = assertThrows(IllegalArgumentException.class, () -> SharedBarrier.create(parties));
      assertEquals(
          "Cannot make a barrier for %d parties: use 1 to 65536.".formatted(parties),
          told.getMessage());
    }
  }
}
