package io.tandem.demos.programs;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.ProgressBar;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Pi by throwing darts at a square, in parts: as many hit the circle in it, whoever throws.
///
/// The well-known example of `Pool.map`. Each part has random numbers of its own, begun from the
/// number of the part, so that the result does not depend on who does which, nor on a worker that
/// is killed: its parts are done again.
@Command(
    name = "pi",
    showDefaultValues = true,
    description =
        "Random points in a square, counted by a pool, and by one thread for comparison.%n"
            + "prints: A pool: Pi is about 3.141580")
public final class MonteCarloPi implements Callable<Integer> {
  @Option(names = "--parts", defaultValue = "200", description = "How many tasks there are.")
  private int parts;

  @Option(names = "--points", defaultValue = "5000000", description = "In each part.")
  private int points;

  @Override
  public Integer call() throws InterruptedException {
    List<Integer> all = IntStream.range(0, parts).boxed().toList();
    int count = points;
    long start = System.nanoTime();
    long byPool;
    try (var pool = ProcessPool.builder().retries(3).onProgress(ProgressBar.onTerminal()).build()) {
      byPool = sum(pool.map(all, part -> inside(part, count)));
    }
    long middle = System.nanoTime();
    long byThread = sum(all.stream().map(part -> inside(part, count)).toList());
    print("A pool", byPool, middle - start);
    print("One thread", byThread, System.nanoTime() - middle);
    return byPool == byThread ? 0 : 1;
  }

  private static long inside(int part, int points) {
    var random = new SplittableRandom(part);
    long inside = 0;
    for (int i = 0; i < points; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      inside += x * x + y * y < 1 ? 1 : 0;
    }
    return inside;
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  private void print(String who, long inside, long nanos) {
    double pi = 4.0 * inside / ((double) parts * points);
    System.out.printf(Locale.ROOT, "%s: Pi is about %.6f --- %.2f sec%n", who, pi, nanos / 1e9);
  }
}
