package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.sync.SharedLatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pool on a server is an executor service.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManagedExecutorTest {
  @Test
  void tasksRunInProcessesOfTheServer() throws Exception {
    try (var opened = Place.MEMORY.open();
        var pool = opened.objects().pool(1)) {
      assertNotEquals(pid(), pool.submit(ManagedExecutorTest::pid).get());
      assertEquals(List.of(1, 4, 9), pool.map(List.of(1, 2, 3), x -> x * x));
      Throwable failed =
          assertThrows(ExecutionException.class, () -> pool.submit(() -> Math.floorDiv(1, 0)).get())
              .getCause();
      assertInstanceOf(ArithmeticException.class, failed);

      ExecutorService executor = pool;
      Runnable unserializable = () -> {};
      assertThrows(RejectedExecutionException.class, () -> executor.submit(unserializable));
      assertThrows(RejectedExecutionException.class, () -> executor.execute(unserializable));
      ServerTask<Integer> six = () -> 6;
      ServerTask<Integer> seven = () -> 7;
      assertEquals(6, executor.submit((Callable<Integer>) six).get());
      var all = executor.invokeAll(List.of(six, seven)).stream().map(Future::resultNow).toList();
      assertEquals(List.of(6, 7), all);
      ServerTask<Integer> fails = () -> Math.floorDiv(1, 0);
      assertEquals(7, executor.invokeAny(List.of(fails, seven)));
      assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails)));

      Future<Object> sleeps =
          pool.submit(
              () -> {
                Thread.sleep(Long.MAX_VALUE); // until it is interrupted
                return null;
              });
      assertTrue(sleeps.cancel(true));
      assertEquals(6, pool.submit(six).get()); // its only worker is free again
      pool.shutdown();
      assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
      assertTrue(pool.isTerminated());
      assertThrows(RejectedExecutionException.class, () -> pool.submit(six));
    }
  }

  @Test
  void futuresThatWaitAreNoRunningCalls() throws Exception {
    try (var server = Manager.builder().maxCalls(2).serve();
        var manager = server.connect();
        var pool = manager.pool(1)) {
      List<Future<Integer>> futures =
          IntStream.range(0, 20).mapToObj(i -> pool.submit(() -> i)).toList();
      for (int i = 0; i < 20; i++) {
        assertEquals(i, futures.get(i).get());
      }
      Future<Object> failing =
          pool.submit(
              () -> {
                throw new AssertionError("of the task");
              });
      Throwable cause = assertThrows(ExecutionException.class, failing::get).getCause();
      assertInstanceOf(AssertionError.class, cause);
    }
  }

  @Test
  void tasksWhoseResultsCouldNotBeWaitedForAreRejected() throws Exception {
    try (var server = Manager.builder().maxCalls(1).serve();
        var manager = server.connect();
        var pool = manager.pool(1)) {
      var gate = SharedLatch.create(1);
      List<Future<Integer>> accepted = new ArrayList<>();
      try {
        var rejected =
            assertThrows(
                RejectedExecutionException.class,
                () -> {
                  while (accepted.size() < 200) {
                    accepted.add(pool.submit(() -> waitFor(gate)));
                  }
                });
        assertTrue(rejected.getMessage().contains("wait for results as may, 100"));
      } finally {
        gate.countDown(); // or the pool could not close
      }
      for (Future<Integer> each : accepted) {
        assertEquals(1, each.get());
      }
      gate.free();
    }
  }

  private static int waitFor(SharedLatch gate) throws InterruptedException {
    gate.await();
    return 1;
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
