package io.tandem.demos.programs;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tandem.pool.ProcessPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The main program goes on while a pool works, and asks now and then whether it is done.
///
/// Answers the Python program `mp_pool_async.py`, of `map_async`, or with `--each` eight times
/// `apply_async`, that prints "Loading..." until the results are there. Its results have to be
/// fetched before the pool is left, since that terminates the workers; here `close` waits, and a
/// future keeps its result.
@Command(
    name = "pool-async",
    showDefaultValues = true,
    description =
        "A pool of five works for five seconds while the main program does not wait.%n"
            + "prints: Loading..., [0, 1, 4, 9, 16, 25, 36, 49]")
public final class PoolAsync implements Callable<Integer> {
  private static final List<Integer> ITEMS = IntStream.range(0, 8).boxed().toList();

  @Option(names = "--workers", defaultValue = "5", description = "How many processes work.")
  private int workers;

  @Option(names = "--seconds", defaultValue = "5", description = "How long each task takes.")
  private double seconds;

  @Option(names = "--each", description = "Submit each task by itself, as apply_async.")
  private boolean each;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (var pool = ProcessPool.builder().workers(workers).build()) {
      double time = seconds;
      CompletableFuture<List<Integer>> squares =
          each ? submitEach(pool, time) : pool.mapAsync(ITEMS, item -> square(item, time));
      while (!isReady(squares)) {
        System.out.print("Loading...\r"); // the next output goes over it
      }
      System.out.println(squares.get());
    }
    return 0;
  }

  private static CompletableFuture<List<Integer>> submitEach(ProcessPool pool, double seconds) {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int item : ITEMS) {
      all.add(pool.submit(() -> square(item, seconds)));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(_ -> all.stream().map(CompletableFuture::join).toList());
  }

  private static int square(int item, double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1000)); // stands for work
    return item * item;
  }

  private static boolean isReady(CompletableFuture<?> future)
      throws InterruptedException, ExecutionException {
    try {
      future.get(300, MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }
}
