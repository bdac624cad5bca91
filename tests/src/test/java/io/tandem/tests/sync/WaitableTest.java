package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionOptions;
import io.tandem.pipe.Listener;
import io.tandem.pipe.Pipe;
import io.tandem.process.JvmProcess;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.sync.SharedSemaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /// Of each kind one, and many queues more, in one wait of one thread.
  @Test
  void allKindsAreWaitedForTogether() throws Exception {
    var event = SharedEvent.create();
    var next = SharedSemaphore.create(0);
    SharedQueue<String> queue = SharedQueue.create();
    try (var scope = SharedScope.anonymous(4 << 20);
        var pipe = Pipe.simplex();
        var listener = Listener.open(ConnectionOptions.withoutKey());
        var client = Connection.connect(listener.address(), ConnectionOptions.withoutKey());
        var server = listener.accept()) {
      Connection childs = pipe.writer();
      try (var process =
          Crew.startProcess(
              () -> {
                queue.put("a");
                next.acquire();
                childs.send("b");
                next.acquire();
                event.set();
                next.acquire();
              })) {
        List<Waitable> all = new ArrayList<>(emptyQueues(scope, 100));
        all.addAll(List.of(event, queue, pipe.reader(), server, listener, process));
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertEquals(List.<Waitable>of(queue), Waitable.awaitAny(LONG, all));
        assertEquals("a", queue.take());
        next.release();
        assertEquals(List.<Waitable>of(pipe.reader()), Waitable.awaitAny(LONG, all));
        assertEquals("b", pipe.reader().receive());
        Thread.ofVirtual().start(() -> sendByte(client));
        assertEquals(List.<Waitable>of(server), Waitable.awaitAny(LONG, all));
        assertEquals(1, server.receiveBytes().length);
        next.release();
        assertEquals(List.<Waitable>of(event), Waitable.awaitAny(LONG, all));
        event.clear();
        assertTrue(threadsSince(before) < 10, "a thread for each thing");
        next.release();
        List<Waitable> ended = Waitable.awaitAny(LONG, all);
        assertTrue(ended.contains(process) || ended.contains(pipe.reader()), ended::toString);
      }
    }
    queue.free();
    event.free();
    next.free();
  }

  private static List<SharedQueue<String>> emptyQueues(SharedScope scope, int count) {
    var options = QueueOptions.DEFAULT.withMessages(2).withBytes(1024).withLeases(0);
    return Stream.generate(() -> SharedQueue.<String>create(scope, options)).limit(count).toList();
  }

  private static void sendByte(Connection end) {
    try {
      end.sendBytes(new byte[1]);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long threadsSince(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> !before.contains(each))
        .count();
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
