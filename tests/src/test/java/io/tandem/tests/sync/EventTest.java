package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What events and latches promise.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int MEMBERS = 3;
  private static final int ROUNDS = 200;

  // ---- events ----

  @ParameterizedTest
  @EnumSource
  void settingLetsAllGo(Crew crew) throws Exception {
    var event = SharedEvent.create();
    var ready = SharedLatch.create(MEMBERS);
    List<Crew.Member> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(
          crew.start(
              () -> {
                ready.countDown();
                event.await();
              }));
    }
    assertTrue(ready.await(LONG));
    event.set();
    for (Crew.Member member : members) {
      member.join();
    }
    event.free();
    ready.free();
  }

  @ParameterizedTest
  @EnumSource
  void twoTakeTurns(Crew crew) throws Exception {
    var ping = SharedEvent.create();
    var pong = SharedEvent.create();
    try (var other = crew.start(() -> takeTurns(ping, pong))) {
      ping.set();
      takeTurns(pong, ping);
      other.join();
    }
    ping.free();
    pong.free();
  }

  private static void takeTurns(SharedEvent mine, SharedEvent theirs) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      assertTrue(mine.await(LONG));
      mine.clear();
      theirs.set();
    }
  }

  /// One who kills itself while it waits holds nobody up.
  @Test
  void settingWaitsForNobodyWhoDiedWaiting() throws Exception {
    var event = SharedEvent.create();
    var ready = SharedLatch.create(1);
    try (var waiter =
        Crew.startProcess(
            () -> {
              ready.countDown();
              event.await();
            })) {
      assertTrue(ready.await(LONG));
      waiter.kill();
    }
    event.set();
    assertTrue(event.isSet());
    event.free();
    ready.free();
  }

  @Test
  void anEventIsSetUntilItIsCleared() throws Exception {
    var event = SharedEvent.create();
    assertFalse(event.isSet());
    assertFalse(event.await(Duration.ZERO));
    assertFalse(event.await(Duration.ofSeconds(-1)));
    event.clear();
    event.set();
    event.set();
    assertTrue(event.isSet());
    assertTrue(event.isReady());
    assertTrue(event.await(Duration.ZERO));
    event.await();
    event.clear();
    assertFalse(event.isSet());
    event.free();
  }

  @Test
  void aTimedWaitEndsAtItsTimeAndNotBefore() throws Exception {
    var event = SharedEvent.create();
    var latch = SharedLatch.create(1);
    long start = System.nanoTime();
    assertFalse(event.await(SHORT));
    long middle = System.nanoTime();
    assertFalse(latch.await(SHORT));
    assertTrue(middle - start >= SHORT.toNanos());
    assertTrue(System.nanoTime() - middle >= SHORT.toNanos());
    event.free();
    latch.free();
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    var event = SharedEvent.create();
    var latch = SharedLatch.create(1);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, event::await);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, latch::await);
    Thread waiter = Thread.currentThread();
    Thread.ofPlatform().start(waiter::interrupt);
    assertThrows(InterruptedException.class, () -> event.await(LONG));
    Thread.ofVirtual().start(waiter::interrupt);
    assertThrows(InterruptedException.class, () -> latch.await(LONG));
    event.free();
    latch.free();
  }

  // ---- latches ----

  @ParameterizedTest
  @EnumSource
  void theLastLetsAllGo(Crew crew) throws Exception {
    var latch = SharedLatch.create(MEMBERS);
    List<Crew.Member> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(
          crew.start(
              () -> {
                latch.countDown();
                latch.await();
              }));
    }
    assertTrue(latch.await(LONG));
    for (Crew.Member member : members) {
      member.join();
    }
    assertEquals(0, latch.getCount());
    latch.free();
  }

  @Test
  void aLatchOnlyCountsDown() throws Exception {
    var latch = SharedLatch.create(5);
    latch.countDown();
    latch.countDown(0);
    latch.countDown(2);
    assertEquals(2, latch.getCount());
    assertFalse(latch.isReady());
    latch.countDown(7);
    assertEquals(0, latch.getCount());
    latch.countDown();
    assertEquals(0, latch.getCount());
    latch.await();
    assertTrue(latch.isReady());
    assertEquals(
        "Cannot count down by -1: use 0 or more.",
        assertThrows(IllegalArgumentException.class, () -> latch.countDown(-1)).getMessage());
    assertEquals(
        "Cannot make a latch of -1: use 0 or more.",
        assertThrows(IllegalArgumentException.class, () -> SharedLatch.create(-1)).getMessage());
    latch.free();
  }

  // ---- names ----

  @Test
  void aNameIsOneObject() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var event = SharedEvent.open(scope, "e");
      assertEquals(event, SharedEvent.open(scope, "e"));
      assertEquals(event.hashCode(), SharedEvent.open(scope, "e").hashCode());
      var latch = SharedLatch.open(scope, "l", 2);
      latch.countDown();
      assertEquals(latch, SharedLatch.open(scope, "l", 2));
      String message =
          assertThrows(MemoryException.Incompatible.class, () -> SharedLatch.open(scope, "l", 1))
              .getMessage();
      assertTrue(
          message.endsWith(
              " with a count of 1: it was made with 2. "
                  + "Use the same count everywhere, or another name."),
          message);
      assertThrows(MemoryException.Incompatible.class, () -> SharedEvent.open(scope, "l"));
    }
  }
}
