package io.tandem.demos.programs;

import io.tandem.pool.ProcessPool;
import io.tandem.process.Cpu;
import io.tandem.process.JvmProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Five workers do eight tasks in the time of two: a map waits for all, a call for each.
///
/// Answers the Python program `mp_pool.py`, of `Pool(5).map(work, range(8))` with 2 seconds of work
/// in each, and its variant of eight times `pool.apply(work, (i,))`, which keeps one worker busy at
/// a time. Here that is `submit`, and to wait for its future.
@Command(
    name = "pool-map",
    showDefaultValues = true,
    description =
        "A pool of five works eight times for two seconds: by a map, or one by one.%n"
            + "prints: [0, 1, 4, 9, 16, 25, 36, 49]")
public final class PoolMap implements Callable<Integer> {
  private static final List<Integer> ITEMS = IntStream.range(0, 8).boxed().toList();

  @Option(names = "--workers", defaultValue = "5", description = "How many processes work.")
  private int workers;

  @Option(names = "--seconds", defaultValue = "2", description = "How long each task takes.")
  private double seconds;

  @Option(names = "--one-by-one", description = "Wait for each task before the next, as apply.")
  private boolean oneByOne;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    try (var pool = ProcessPool.builder().workers(workers).build()) {
      double each = seconds;
      List<Integer> squares =
          oneByOne ? apply(pool, each) : pool.map(ITEMS, item -> work(item, each));
      System.out.println(squares);
    }
    return 0;
  }

  private static List<Integer> apply(ProcessPool pool, double seconds)
      throws InterruptedException, ExecutionException {
    List<Integer> squares = new ArrayList<>();
    for (int item : ITEMS) {
      squares.add(pool.submit(() -> work(item, seconds)).get());
    }
    return squares;
  }

  private static int work(int item, double seconds) throws InterruptedException {
    long pid = JvmProcess.current().pid();
    System.out.println("Sub-process: %d / CPU Core ID: %d".formatted(pid, Cpu.current()));
    Thread.sleep((long) (seconds * 1000)); // stands for work
    return item * item;
  }
}
