package io.tandem.demos.programs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Threads of one process need no shared memory: each appends its part of a sum to one list.
///
/// Answers the Python program `mt_thrd_local.py`, in which 8 threads append to
/// `threading.local().result`, a list that was made by the main thread and passed to them, and so
/// is local to nobody. On the JVM that list must be one for several threads, and they do run in
/// parallel.
@Command(
    name = "thread-sums",
    description =
        "Threads add up parts of 1 to N, and the parts, in a list, are added up.%n"
            + "prints: SUM of 0 ~ 10000 : 50005000")
public final class ThreadSums implements Callable<Integer> {
  private static final int THREADS = 8;

  @Parameters(
      paramLabel = "N",
      defaultValue = "10000",
      description = "The last to be added (default: ${DEFAULT-VALUE}).")
  private int last;

  @Mixin private ParallelTable table;

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    List<Long> parts = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int part = i;
      threads.add(Thread.ofPlatform().start(() -> parts.add(sumOfPart(part, last))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long sum = parts.stream().mapToLong(Long::longValue).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "SUM of 0 ~ %d : %d in %.5f sec%n", last, sum, seconds);
    table.print();
    return 0;
  }

  private static long sumOfPart(int part, int last) {
    long first = 1 + (long) last * part / THREADS;
    long end = 1 + (long) last * (part + 1) / THREADS;
    return LongStream.range(first, end).sum();
  }
}
