package io.tandem.tests.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.sync.SharedLatch;
import io.tandem.value.IntValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What the interface [ExecutorService] promises, of a pool and of the JDK's own.
@Timeout(60)
class ExecutorServiceTest {
  interface Work<T> extends Callable<T>, Serializable {}

  interface Deed extends Runnable, Serializable {}

  private static <T> Work<T> work(Work<T> work) {
    return work;
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Contract {
    private ExecutorService executor;

    abstract ExecutorService open();

    @BeforeAll
    void openIt() {
      executor = open();
    }

    @AfterAll
    void itEndsWithWhatWasNotStarted() throws Exception {
      var gate = SharedLatch.create(1);
      var ran = SharedLatch.create(10);
      for (int i = 0; i < 5; i++) {
        executor.execute(countBehind(gate, ran));
      }

      List<Runnable> notStarted = executor.shutdownNow();

      assertTrue(notStarted.size() >= 3, notStarted::toString);
      assertTrue(executor.isShutdown());
      assertThrows(RejectedExecutionException.class, () -> executor.submit(work(() -> 1)));
      assertThrows(
          RejectedExecutionException.class, () -> executor.invokeAll(List.of(work(() -> 1))));
      assertThrows(
          RejectedExecutionException.class, () -> executor.invokeAny(List.of(work(() -> 1))));
      assertThrows(RejectedExecutionException.class, () -> executor.execute((Deed) () -> {}));
      assertTrue(executor.awaitTermination(30, SECONDS));
      assertTrue(executor.isTerminated());
      assertEquals(List.of(), executor.shutdownNow());
      executor.shutdown(); // has no further effect, as close
      executor.close();
      gate.countDown();
      notStarted.forEach(Runnable::run);
      assertEquals(10 - notStarted.size(), ran.getCount());
      gate.free();
      ran.free();
    }

    private static Deed countBehind(SharedLatch gate, SharedLatch ran) {
      return () -> {
        try {
          gate.await();
          ran.countDown();
        } catch (InterruptedException _) {
          // It was running.
        }
      };
    }

    private static Work<Integer> waitFor(SharedLatch gate) {
      return () -> {
        gate.await();
        return 1;
      };
    }

    @Test
    void submittedWorkReturnsItsResult() throws Exception {
      assertEquals(1, executor.submit(work(() -> 1)).get(30, SECONDS));
      assertNull(executor.submit((Deed) () -> {}).get(30, SECONDS));
      assertEquals("given", executor.submit((Deed) () -> {}, "given").get(30, SECONDS));
    }

    @Test
    void executedWorkRuns() throws Exception {
      var ran = SharedLatch.create(1);

      executor.execute((Deed) ran::countDown);

      ran.await();
      ran.free();
    }

    @Test
    void whatExecutedWorkThrowsIsSeenByTheHandlerForUncaughtExceptions() throws Exception {
      var before = Thread.getDefaultUncaughtExceptionHandler();
      var seen = new LinkedBlockingQueue<Throwable>();
      Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> seen.add(thrown));
      try {
        executor.execute((Deed) () -> System.out.print("".charAt(zero())));

        assertInstanceOf(StringIndexOutOfBoundsException.class, seen.poll(30, SECONDS));
      } finally {
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
    }

    @Test
    void exceptionsAreCausesOfExecutionExceptions() {
      Future<Integer> future =
          executor.submit(
              work(
                  () -> {
                    throw new IllegalStateException("thrown");
                  }));

      var thrown = assertThrows(ExecutionException.class, () -> future.get(30, SECONDS));

      assertInstanceOf(IllegalStateException.class, thrown.getCause());
      assertEquals("thrown", thrown.getCause().getMessage());
      assertTrue(future.isDone());
      assertFalse(future.cancel(true));
    }

    @Test
    void waitingHasALimitAndCancelEndsIt() {
      Future<?> future =
          executor.submit(
              (Deed)
                  () -> {
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  });

      assertThrows(TimeoutException.class, () -> future.get(10, MILLISECONDS));
      assertTrue(future.cancel(true));
      assertTrue(future.isCancelled());
      assertThrows(CancellationException.class, future::get);
    }

    @Test
    void aThreadThatIsInterruptedDoesNotWait() {
      var gate = SharedLatch.create(1);
      Future<Integer> future = executor.submit(waitFor(gate));

      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, future::get);

      gate.countDown();
      assertEquals(1, assertDone(future));
      gate.free();
    }

    private static int assertDone(Future<Integer> future) {
      try {
        return future.get(30, SECONDS);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void invokeAllReturnsAllInOrder() throws Exception {
      List<Future<Integer>> all = executor.invokeAll(List.of(work(() -> 1), work(() -> 2)));

      assertEquals(List.of(1, 2), all.stream().map(Future::resultNow).toList());
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
      var gate = SharedLatch.create(1);

      List<Future<Integer>> all = executor.invokeAll(List.of(waitFor(gate)), 20, MILLISECONDS);

      assertTrue(all.getFirst().isCancelled());
      gate.free();
    }

    @Test
    void invokeAnyReturnsOneResult() throws Exception {
      assertEquals(2, executor.invokeAny(List.of(work(() -> 2))));
      assertThrows(
          ExecutionException.class, () -> executor.invokeAny(List.of(work(() -> 1 / zero()))));
      assertThrows(
          IllegalArgumentException.class, () -> executor.invokeAny(List.<Work<Integer>>of()));
    }

    @Test
    void invokeAnyHasALimitAndNeedsOnlyOneThatReturns() throws Exception {
      var gate = SharedLatch.create(1);

      assertThrows(
          TimeoutException.class,
          () -> executor.invokeAny(List.of(waitFor(gate)), 20, MILLISECONDS));
      assertEquals(
          3, executor.invokeAny(List.of(work(() -> 1 / zero()), work(() -> 3)), 30, SECONDS));
      gate.free();
    }

    @Test
    void invokeAllTellsOfThoseThatFailed() throws Exception {
      List<Future<Integer>> all =
          executor.invokeAll(List.of(work(() -> 1 / zero()), work(() -> 2)), 30, SECONDS);

      assertEquals(
          List.of(Future.State.FAILED, Future.State.SUCCESS),
          all.stream().map(Future::state).toList());
      assertInstanceOf(ArithmeticException.class, all.getFirst().exceptionNow());
      assertEquals(List.of(), executor.invokeAll(List.<Work<Integer>>of()));
    }

    @Test
    void aThreadThatIsInterruptedCancelsWhatItWaitsFor() {
      var gate = SharedLatch.create(1);
      List<Work<Integer>> waits = List.of(waitFor(gate));

      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> executor.invokeAll(waits));
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> executor.invokeAny(waits));
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> executor.awaitTermination(1, TimeUnit.HOURS));

      assertEquals(1, assertDone(executor.submit(work(() -> 1)))); // nothing is in the way
      gate.free();
    }

    @Test
    void cancelInterruptsOnlyIfAskedTo() throws Exception {
      for (boolean interrupt : new boolean[] {true, false}) {
        var started = SharedLatch.create(1);
        var gate = SharedLatch.create(1);
        var interrupted = IntValue.create(-1);
        Deed deed =
            () -> {
              started.countDown();
              interrupted.set(waits(gate) ? 0 : 1);
            };
        Future<String> future = executor.submit(deed, "given");
        started.await();

        assertTrue(future.cancel(interrupt));
        assertTrue(future.isDone() && future.isCancelled());
        if (!interrupt) {
          gate.countDown();
        }

        Awaitility.await().atMost(30, SECONDS).until(() -> interrupted.get() >= 0);
        assertEquals(interrupt ? 1 : 0, interrupted.get());
        started.free();
        gate.free();
        interrupted.free();
      }
    }

    private static boolean waits(SharedLatch gate) {
      try {
        return gate.await(Duration.ofSeconds(30));
      } catch (InterruptedException _) {
        return false;
      }
    }

    @Test
    void whatTheWorkDidIsSeenByWhoeverGotItsResult() throws Exception {
      var value = IntValue.create(1);

      executor.submit((Deed) () -> value.set(value.get() + 1)).get(30, SECONDS);

      assertEquals(2, value.get());
      value.free();
    }

    @Test
    void shutdownRunsWhatWasSubmitted() throws Exception {
      ExecutorService other = open();
      var gate = SharedLatch.create(1);
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        futures.add(other.submit(waitFor(gate)));
      }

      assertFalse(other.isShutdown());
      other.shutdown();

      assertTrue(other.isShutdown());
      assertFalse(other.isTerminated());
      assertFalse(other.awaitTermination(10, MILLISECONDS));
      gate.countDown();
      other.close();
      assertTrue(other.isTerminated());
      for (Future<Integer> future : futures) {
        assertEquals(1, future.resultNow());
      }
      gate.free();
    }

    @Test
    void anInterruptedCloseStopsWhatRuns() {
      ExecutorService other = open();
      var gate = SharedLatch.create(1);
      var _ = other.submit(waitFor(gate));

      Thread.currentThread().interrupt();
      other.close();

      assertTrue(Thread.interrupted());
      assertTrue(other.isTerminated());
      gate.free();
    }

    @Test
    void nullIsRefused() {
      List<Work<Integer>> holey = Arrays.asList(work(() -> 1), null);
      assertThrows(NullPointerException.class, () -> executor.submit((Callable<Integer>) null));
      assertThrows(NullPointerException.class, () -> executor.submit((Runnable) null));
      assertThrows(NullPointerException.class, () -> executor.submit(null, 1));
      assertThrows(NullPointerException.class, () -> executor.execute(null));
      assertThrows(NullPointerException.class, () -> executor.invokeAll(null));
      assertThrows(NullPointerException.class, () -> executor.invokeAll(holey));
      assertThrows(NullPointerException.class, () -> executor.invokeAll(holey, 1, null));
      assertThrows(NullPointerException.class, () -> executor.invokeAny(null));
    }

    private static int zero() {
      return 0;
    }
  }

  @Nested
  class OfAPool extends Contract {
    @Override
    ExecutorService open() {
      return Pools.small(2).build().asExecutorService();
    }

    @Test
    void whatIsNotSerializableIsRejected() {
      try (var executor = open()) {
        var rejected =
            assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> 1));
        assertTrue(rejected.getMessage().contains("it is not Serializable"));
      }
    }
  }

  @Nested
  class OfAPoolOfThreads extends Contract {
    @Override
    ExecutorService open() {
      return Pools.small(2).inProcess().build().asExecutorService();
    }
  }

  @Nested
  class OfTheJdk extends Contract {
    @Override
    ExecutorService open() {
      return Executors.newFixedThreadPool(2);
    }
  }
}
