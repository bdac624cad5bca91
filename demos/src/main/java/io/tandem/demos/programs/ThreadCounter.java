package io.tandem.demos.programs;

import io.tandem.value.IntValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A C `int` that threads add to: atomic here, and as short as in C.
///
/// Answers the Python program `mt_thrd_local_adv.py`, in which 8 threads add to one `ctypes.c_int`.
/// There `+=` may lose updates; [IntValue#addAndGet] does not. It wraps around at 2^31 as C's does:
/// try 100000, which gives 705082704, 5000050000 modulo 2^32.
@Command(
    name = "thread-counter",
    description =
        "Threads add 1 to N to one 32-bit value; with N = 100000 it wraps around.%n"
            + "prints: SUM of 0 ~ 10000 : 50005000")
public final class ThreadCounter implements Callable<Integer> {
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
    var sum = IntValue.create(0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int part = i;
      threads.add(Thread.ofPlatform().start(() -> addPart(part, sum)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "SUM of 0 ~ %d : %s in %.5f sec%n", last, sum, seconds);
    table.print();
    return 0;
  }

  private void addPart(int part, IntValue sum) {
    long end = 1 + (long) last * (part + 1) / THREADS;
    for (long i = 1 + (long) last * part / THREADS; i < end; i++) {
      sum.addAndGet((int) i);
    }
  }
}
