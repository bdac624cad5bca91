package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.pool.MapOptions;
import io.tandem.pool.ProcessPool;
import io.tandem.process.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads of the common pool wait for tasks, all of them at a time: nothing they wait for needs
/// one.
@Timeout(60)
class CommonPoolTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 1_000).boxed().toList();

  @Test
  void theCommonPoolMayWaitForTasks() throws Exception {
    try (var pool = Pools.small(2).build()) {
      var results =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> pool.submit(number(i)).join(), ForkJoinPool.commonPool()))
              .toList();

      for (int i = 0; i < results.size(); i++) {
        assertEquals(i, get(results.get(i)));
      }
    }
  }

  @Test
  void allThreadsOfTheCommonPoolMayWaitForSeveralTasks() throws Exception {
    int threads = ForkJoinPool.commonPool().getParallelism() + 2;
    try (var other = Pools.small(2).inProcess().build()) {
      List<CompletableFuture<Integer>> results =
          IntStream.range(0, threads)
              .mapToObj(_ -> CompletableFuture.supplyAsync(() -> mapAndRace(other)))
              .toList();
      try {
        for (CompletableFuture<Integer> result : results) {
          assertEquals(NUMBERS.size() + 1, result.get(30, TimeUnit.SECONDS));
        }
      } finally {
        other.shutdownNow(); // so that none of them goes on waiting
      }
    }
  }

  @Test
  @Timeout(10)
  void aStreamNeedsNoThreadOfTheCommonPool() {
    var gate = new CountDownLatch(1);
    ForkJoinPool common = ForkJoinPool.commonPool();
    for (int i = 0; i < common.getParallelism(); i++) {
      common.execute(() -> awaitQuietly(gate));
    }
    try (var other = Pools.small(1).inProcess().build()) {
      assertEquals(NUMBERS.size(), other.streamUnordered(NUMBERS, x -> x).count());
    } finally {
      gate.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException _) {
      // It goes on.
    }
  }

  private static int mapAndRace(ProcessPool pool) {
    try {
      List<Integer> mapped = pool.map(NUMBERS, x -> x, MapOptions.USUAL.withChunkSize(1));
      long streamed = pool.streamUnordered(NUMBERS, x -> x).count();
      assertEquals(NUMBERS.size(), streamed);
      return mapped.size() + pool.invokeAny(List.of(number(1), number(1)));
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Task<Integer> number(int i) {
    return () -> i;
  }
}
