package io.tandem.bench.pool;

import io.tandem.pool.MapOptions;
import io.tandem.pool.ProcessPool;
import io.tandem.process.Task;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Our pool of two workers. It answers each line of its input with one line, as
/// `src/main/python/process_pool.py` does, and one more question:
///
/// ```text
/// compute STEPS   work for a CPU, once, and then on both workers at once; the nanoseconds of both
/// ```
final class PoolSide {
  private static final int WORKERS = 2;
  private static final int UNDER_WAY = 1000;
  private static final int BYTES = 1 << 16;
  private static final int DIFFERENT = 16;

  private final ProcessPool pool;

  private PoolSide(ProcessPool pool) {
    this.pool = pool;
  }

  public static void main(String... arguments) throws Exception {
    try (var pool = ProcessPool.builder().workers(WORKERS).build();
        var input = new BufferedReader(new InputStreamReader(System.in))) {
      var side = new PoolSide(pool);
      pool.map(List.of(1, 2), x -> x, MapOptions.USUAL.withChunkSize(1));
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println(side.answer(new Scanner(line)));
      }
    }
  }

  private String answer(Scanner question) throws Exception {
    return switch (question.next()) {
      case "call" -> call(question.nextLong());
      case "submit" -> flow(question.nextLong(), number -> () -> number + 1, UNDER_WAY);
      case "map" -> map(question.nextInt(), question.nextInt());
      case "bytes" -> bytes(question.nextLong());
      case "compute" -> compute(question.nextLong());
      default -> throw new IllegalArgumentException("There is no such question");
    };
  }

  private String call(long nanos) throws Exception {
    var times = new long[1 << 20];
    int count = 0;
    long end = System.nanoTime() + nanos;
    for (long before = System.nanoTime(); before - end < 0; before = System.nanoTime()) {
      long number = count;
      require(pool.submit(() -> number + 1).get() == number + 1);
      times[count++] = System.nanoTime() - before;
    }
    Arrays.sort(times, 0, count);
    return times[count / 2] + " " + times[(int) (count * 99L / 100)];
  }

  private <T> String flow(long nanos, LongFunction<Task<T>> tasks, int underWay) throws Exception {
    var futures = new ArrayDeque<CompletableFuture<T>>();
    long count = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      futures.add(pool.submit(tasks.apply(count++)));
      if (futures.size() == underWay) {
        var _ = futures.remove().get();
      }
    }
    for (var future : futures) {
      var _ = future.get();
    }
    return Double.toString(count * 1e9 / (System.nanoTime() - start));
  }

  private String map(int count, int chunk) throws InterruptedException {
    List<Integer> items = IntStream.range(0, count).boxed().toList();
    long start = System.nanoTime();
    List<Integer> results = pool.map(items, x -> x + 1, MapOptions.USUAL.withChunkSize(chunk));
    double rate = count * 1e9 / (System.nanoTime() - start);
    require(results.getLast() == count);
    return Double.toString(rate);
  }

  private String bytes(long nanos) throws Exception {
    var random = new Random(1);
    var all = new byte[DIFFERENT][BYTES];
    for (byte[] each : all) {
      random.nextBytes(each);
    }
    return flow(
        nanos,
        number -> {
          byte[] bytes = all[(int) number % DIFFERENT];
          return () -> bytes;
        },
        WORKERS);
  }

  private String compute(long steps) throws Exception {
    long start = System.nanoTime();
    long one = pool.submit(() -> work(steps)).get();
    long middle = System.nanoTime();
    List<Long> both =
        pool.map(
            LongStream.of(steps, steps).boxed().toList(),
            PoolSide::work,
            MapOptions.USUAL.withChunkSize(1));
    long end = System.nanoTime();
    require(both.equals(List.of(one, one)));
    return (middle - start) + " " + (end - middle);
  }

  private static long work(long steps) {
    long x = 1;
    for (long i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalStateException("A result is wrong");
    }
  }
}
