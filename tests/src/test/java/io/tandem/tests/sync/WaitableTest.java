package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Waiting for the first of several things, of all kinds.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitableTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void thoseThatAreReadyComeInTheGivenOrder() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var first = SharedEvent.create(scope);
      var second = SharedLatch.create(scope, 1);
      var third = SharedEvent.create(scope);
      assertEquals(List.of(), Waitable.awaitAny(Duration.ZERO, first, second, third));
      third.set();
      second.countDown();
      assertEquals(List.of(second, third), Waitable.awaitAny(LONG, first, second, third));
      assertEquals(List.of(), Waitable.awaitAny(LONG, List.<Waitable>of()));
    }
  }

  @Test
  void aTimedWaitEndsAtItsTimeAndNotBefore() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var event = SharedEvent.create(scope);
      var latch = SharedLatch.create(scope, 1);
      long start = System.nanoTime();
      assertEquals(List.of(), Waitable.awaitAny(SHORT, event, latch));
      assertTrue(System.nanoTime() - start >= SHORT.toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverComesFirstEndsTheWait(Crew crew) throws Exception {
    var never = SharedEvent.create();
    var event = SharedEvent.create();
    var latch = SharedLatch.create(2);
    var seen = SharedEvent.create();
    try (var other =
        crew.start(
            () -> {
              event.set();
              assertTrue(seen.await(LONG));
              latch.countDown(2);
            })) {
      assertEquals(List.of(event), Waitable.awaitAny(LONG, never, event, latch));
      seen.set();
      assertEquals(List.of(latch), Waitable.awaitAny(LONG, never, latch));
      other.join();
    }
    Stream.of(never, event, seen).forEach(SharedEvent::free);
    latch.free();
  }

  /// Many times, so that the wake comes at every moment of the wait.
  @ParameterizedTest
  @ValueSource(ints = {2, 127, 128})
  void noWakeIsLostAmongMany(int things) throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<SharedEvent> events =
          Stream.generate(() -> SharedEvent.create(scope)).limit(things).toList();
      var back = SharedEvent.create(scope);
      var end = threads.submit(() -> setEach(events, back));
      for (int round = 0; round < ROUNDS; round++) {
        SharedEvent due = events.get(round % things);
        assertEquals(List.of(due), Waitable.awaitAny(LONG, events));
        due.clear();
        back.set();
      }
      assertTrue(end.get(Crew.LIMIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  private static final int ROUNDS = 300;

  private static boolean setEach(List<SharedEvent> events, SharedEvent back)
      throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      events.get(round % events.size()).set();
      assertTrue(back.await(LONG));
      back.clear();
    }
    return true;
  }

  @Test
  void manyVirtualThreadsWaitForTheSameThings() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var event = SharedEvent.create(scope);
      var never = SharedLatch.create(scope, 1);
      var all =
          Stream.generate(() -> threads.submit(() -> Waitable.awaitAny(LONG, never, event)))
              .limit(100)
              .toList();
      event.set();
      for (var one : all) {
        assertEquals(List.of(event), one.get(Crew.LIMIT_SECONDS, TimeUnit.SECONDS));
      }
    }
  }

  // ---- processes ----

  @Test
  void theEndOfAProcessIsSomethingToWaitFor() throws Exception {
    var go = SharedEvent.create();
    var never = SharedEvent.create();
    try (var quick = Crew.startProcess(go::await);
        var slow = Crew.startProcess(never::await)) {
      assertEquals(List.of(), Waitable.awaitAny(SHORT, slow, never, quick));
      go.set();
      assertEquals(List.<Waitable>of(quick), Waitable.awaitAny(LONG, slow, never, quick));
      assertTrue(quick.isReady());
      slow.kill();
      List<JvmProcess> ended = Waitable.awaitAny(LONG, slow);
      assertEquals(List.of(slow), ended);
      assertTrue(slow.await(Duration.ZERO));
    }
    go.free();
    never.free();
  }

  // ---- interrupts ----

  @Test
  void anInterruptEndsAWait() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var event = SharedEvent.create(scope);
      var latch = SharedLatch.create(scope, 1);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> Waitable.awaitAny(LONG, event, latch));
      Thread waiter = Thread.currentThread();
      Thread.ofPlatform().start(waiter::interrupt);
      assertThrows(InterruptedException.class, () -> Waitable.awaitAny(LONG, event, latch));
      var told =
          new FutureTask<>(
              () ->
                  assertThrows(
                      InterruptedException.class, () -> Waitable.awaitAny(LONG, event, latch)));
      Thread.ofVirtual().start(told).interrupt();
      var _ = told.get(Crew.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatWasFreedIsNotWaitedFor() throws Exception {
    var event = SharedEvent.create();
    var other = SharedEvent.create();
    var waiting = new FutureTask<>(() -> Waitable.awaitAny(LONG, other, event));
    Thread.ofPlatform().start(waiting);
    event.free();

    var ended = assertThrows(ExecutionException.class, waiting::get);
    assertEquals(MemoryException.Stale.class, ended.getCause().getClass());
    assertThrows(MemoryException.Stale.class, () -> Waitable.awaitAny(LONG, event));
    other.free();
  }

  @Test
  void closedMemoryEndsAWait() throws Exception {
    var scope = SharedScope.anonymous(1 << 16);
    var event = SharedEvent.create(scope);
    var latch = SharedLatch.create(scope, 1);
    var waits = SharedLatch.create(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiter =
          threads.submit(
              () ->
                  assertThrows(
                      IllegalStateException.class,
                      () -> {
                        waits.countDown();
                        var _ = Waitable.awaitAny(LONG, event, latch);
                      }));
      assertTrue(waits.await(LONG));
      scope.close();
      var _ = waiter.get(Crew.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    waits.free();
  }
}
