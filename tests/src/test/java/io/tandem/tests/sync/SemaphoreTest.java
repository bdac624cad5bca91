package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import io.tandem.process.Signal;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every semaphore promises, and what each kind does.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SemaphoreTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(2);

  private enum Kind {
    PLAIN(SharedSemaphore::create),
    BOUNDED(SharedSemaphore::bounded),
    OWNED(SharedSemaphore::owned);

    private final IntFunction<SharedSemaphore> maker;

    Kind(IntFunction<SharedSemaphore> maker) {
      this.maker = maker;
    }

    SharedSemaphore of(int permits) {
      return maker.apply(permits);
    }
  }

  // ---- with others ----

  private static final int PERMITS = 3;
  private static final int ROUNDS = 300;

  @ParameterizedTest
  @EnumSource
  void neverAreMorePermitsInUseThanThereAre(Crew crew) throws Exception {
    for (Kind kind : Kind.values()) {
      SharedSemaphore semaphore = kind.of(PERMITS);
      try (var used = new Counter();
          var first = crew.start(() -> useAndReturn(semaphore, used, 1));
          var second = crew.start(() -> useAndReturn(semaphore, used, 2))) {
        useAndReturn(semaphore, used, PERMITS);
        first.join();
        second.join();
        assertEquals(0, used.get());
        assertEquals(PERMITS, semaphore.availablePermits());
      }
      semaphore.free();
    }
  }

  private static void useAndReturn(SharedSemaphore semaphore, Counter used, int most)
      throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      int count = 1 + round % most;
      switch (round % 3) {
        case 0 -> semaphore.acquire(count);
        case 1 -> semaphore.acquireUninterruptibly(count);
        default -> assertTrue(semaphore.tryAcquire(count, LONG));
      }
      assertTrue(used.add(count) <= PERMITS, "too many permits");
      int _ = used.add(-count);
      semaphore.release(count);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPermitGoesToAndFro(Crew crew) throws Exception {
    var ping = SharedSemaphore.create(0);
    var pong = SharedSemaphore.create(0);
    try (var other = crew.start(() -> answer(ping, pong))) {
      for (int round = 0; round < ROUNDS; round++) {
        ping.release();
        assertTrue(pong.tryAcquire(LONG));
      }
      other.join();
    }
    assertEquals(0, ping.availablePermits() + pong.availablePermits());
    ping.free();
    pong.free();
  }

  private static void answer(SharedSemaphore ping, SharedSemaphore pong) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      ping.acquire();
      pong.release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnceWakeAllWhoWait(Crew crew) throws Exception {
    var semaphore = SharedSemaphore.create(0);
    List<Crew.Member> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      members.add(crew.start(semaphore::acquire));
    }
    semaphore.release(3);
    for (Crew.Member member : members) {
      member.join();
    }
    semaphore.free();
  }

  /// Each waits for as many as there are, and none of them for ever.
  @ParameterizedTest
  @EnumSource
  void thoseWhoNeedAllTakeTurns(Crew crew) throws Exception {
    for (Kind kind : Kind.values()) {
      SharedSemaphore semaphore = kind.of(PERMITS);
      try (var other = crew.start(() -> takeAll(semaphore))) {
        takeAll(semaphore);
        other.join();
      }
      assertEquals(PERMITS, semaphore.availablePermits());
      semaphore.free();
    }
  }

  private static void takeAll(SharedSemaphore semaphore) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      semaphore.acquire(PERMITS);
      semaphore.release(PERMITS);
    }
  }

  // ---- deaths ----

  @Test
  void thePermitsOfAKilledOwnerReturnToWhoWaits() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.owned(PERMITS);
    try (var holder = holder(semaphore, 2)) {
      assertEquals(1, semaphore.availablePermits());
      assertFalse(semaphore.tryAcquire(PERMITS));
      try (var waiter = Crew.PROCESSES.start(() -> acquireAndRelease(semaphore))) {
        holder.kill();
        waiter.join();
      }
      assertTrue(semaphore.tryAcquire(PERMITS));
    }
    semaphore.free();
  }

  private static void acquireAndRelease(SharedSemaphore semaphore) throws Exception {
    semaphore.acquire(PERMITS);
    semaphore.release(PERMITS);
  }

  @Test
  void thePermitsOfAStoppedOwnerStayItsOwn() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.owned(PERMITS);
    try (var holder = holder(semaphore, 2)) {
      holder.signal(Signal.STOP);
      assertFalse(semaphore.tryAcquire(2, Duration.ofSeconds(1)));
      assertEquals(1, semaphore.availablePermits());
      holder.kill();
      assertTrue(semaphore.tryAcquire(PERMITS, LONG));
    }
    semaphore.free();
  }

  @Test
  void thePermitsOfADeadOneAreGoneIfTheyHaveNoOwner() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.bounded(PERMITS);
    try (var holder = holder(semaphore, 2)) {
      holder.kill();
    }
    assertFalse(semaphore.tryAcquire(2, SHORT));
    semaphore.release(2);
    assertTrue(semaphore.tryAcquire(PERMITS));
    semaphore.free();
  }

  /// A process that has permits and keeps them.
  private static JvmProcess holder(SharedSemaphore semaphore, int count) throws Exception {
    var holds = SharedEvent.create();
    JvmProcess holder =
        Crew.startProcess(
            () -> {
              semaphore.acquire(count);
              holds.set();
              SharedEvent.create().await();
            });
    assertTrue(holds.await(LONG));
    holds.free();
    return holder;
  }

  // ---- alone ----

  @ParameterizedTest
  @EnumSource
  void permitsAreTakenAndReturned(Kind kind) throws Exception {
    SharedSemaphore semaphore = kind.of(PERMITS);
    semaphore.acquire();
    assertEquals(2, semaphore.availablePermits());
    assertFalse(semaphore.tryAcquire(PERMITS));
    assertTrue(semaphore.tryAcquire(2));
    assertFalse(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire(Duration.ZERO));
    assertFalse(semaphore.tryAcquire(Duration.ofSeconds(-1)));
    assertTrue(semaphore.tryAcquire(0));
    semaphore.release(0);
    semaphore.release(2);
    assertEquals(2, semaphore.drainPermits());
    assertEquals(0, semaphore.drainPermits());
    semaphore.release(PERMITS);
    assertEquals(PERMITS, semaphore.availablePermits());
    semaphore.free();
  }

  @ParameterizedTest
  @EnumSource
  void aTimedWaitEndsAtItsTimeAndNotBefore(Kind kind) throws Exception {
    SharedSemaphore semaphore = kind.of(1);
    semaphore.acquire();
    long start = System.nanoTime();
    assertFalse(semaphore.tryAcquire(SHORT));
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
    semaphore.free();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAWait(Kind kind) throws Exception {
    SharedSemaphore semaphore = kind.of(1);
    semaphore.acquire();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, semaphore::acquire);
    assertFalse(Thread.interrupted());
    Thread waiter = Thread.currentThread();
    Thread interrupter = Thread.ofPlatform().start(waiter::interrupt);
    assertThrows(InterruptedException.class, () -> semaphore.tryAcquire(LONG));
    interrupter.join();
    assertEquals(0, semaphore.availablePermits());
    semaphore.free();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptStaysPendingWhereItEndsNothing(Kind kind) {
    SharedSemaphore semaphore = kind.of(1);
    Thread.currentThread().interrupt();
    semaphore.acquireUninterruptibly();
    assertFalse(semaphore.tryAcquire());
    assertTrue(Thread.interrupted());
    semaphore.free();
  }

  // ---- errors ----

  @Test
  void aPlainOneMayGrow() {
    SharedSemaphore semaphore = SharedSemaphore.create(1);
    semaphore.release(2);
    assertEquals(3, semaphore.availablePermits());
    var error =
        assertThrows(
            IllegalStateException.class, () -> semaphore.release(SharedSemaphore.MOST_PERMITS));
    assertEquals(
        "Cannot release 1073741823 permits of a semaphore of at most 1073741823: 3 are free "
            + "already. Release only what was acquired.",
        error.getMessage());
    assertEquals(3, semaphore.availablePermits());
    semaphore.free();
  }

  @Test
  void aBoundedOneDoesNotGrow() {
    SharedSemaphore semaphore = SharedSemaphore.bounded(1);
    var error = assertThrows(IllegalStateException.class, semaphore::release);
    assertEquals(
        "Cannot release 1 permits of a semaphore of at most 1: 1 are free already. "
            + "Release only what was acquired.",
        error.getMessage());
    assertEquals(1, semaphore.availablePermits());
    semaphore.free();
  }

  @Test
  void onlyItsOwnerReturnsAPermit() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.owned(PERMITS);
    try (var holder = holder(semaphore, 1)) {
      semaphore.acquire();
      var error = assertThrows(IllegalMonitorStateException.class, () -> semaphore.release(2));
      assertEquals(
          "Cannot release 2 permits: this process holds 1. Release only what it acquired.",
          error.getMessage());
      assertEquals(1, semaphore.availablePermits());
      Thread.ofVirtual().start(semaphore::release).join();
      assertEquals(2, semaphore.availablePermits());
      holder.kill();
    }
    semaphore.free();
  }

  @Test
  void whatAnotherProcessHasIsNotFreed() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.owned(PERMITS);
    try (var holder = holder(semaphore, 2)) {
      semaphore.acquire();
      String message = assertThrows(IllegalStateException.class, semaphore::free).getMessage();
      assertTrue(message.contains("has permits of it: 2"), message);
      assertEquals(0, semaphore.availablePermits());
      holder.kill();
    }
    semaphore.free(); // with a permit of this process
  }

  @Test
  void whatCanNeverBeIsRefused() {
    assertEquals(
        "Cannot make a semaphore of -1 permits: use 0 to 1073741823.",
        assertThrows(IllegalArgumentException.class, () -> SharedSemaphore.create(-1))
            .getMessage());
    SharedSemaphore semaphore = SharedSemaphore.bounded(2);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(3))
            .getMessage()
            .endsWith(": there are never more than 2."));
    assertEquals(
        "Cannot acquire -1 permits: use 0 or more.",
        assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1)).getMessage());
    assertEquals(
        "Cannot release -1 permits: use 0 or more.",
        assertThrows(IllegalArgumentException.class, () -> semaphore.release(-1)).getMessage());
    semaphore.free();
  }

  // ---- names ----

  @Test
  void aNameIsOneSemaphore() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      SharedSemaphore one = SharedSemaphore.openOwned(scope, "s", 2);
      SharedSemaphore same = SharedSemaphore.openOwned(scope, "s", 2);
      assertEquals(one, same);
      assertEquals(one.hashCode(), same.hashCode());
      assertNotEquals(one, SharedSemaphore.owned(scope, 2));
      assertTrue(one.tryAcquire());
      same.release();
      assertThrows(
          MemoryException.Incompatible.class, () -> SharedSemaphore.openOwned(scope, "s", 3));
      assertThrows(MemoryException.Incompatible.class, () -> SharedSemaphore.open(scope, "s", 2));
      var _ = SharedSemaphore.openBounded(scope, "b", 2);
      String message =
          assertThrows(
                  MemoryException.Incompatible.class, () -> SharedSemaphore.open(scope, "b", 2))
              .getMessage();
      assertTrue(
          message.endsWith(
              " as plain with 2 permits: it is bounded with 2. "
                  + "Use the same everywhere, or another name."),
          message);
    }
  }
}
