package io.tandem.demos.programs;

import io.tandem.queue.QueueClosedException;
import io.tandem.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Threads of one process put parts of a sum into a queue that other processes could share, too.
///
/// Answers the Python program `mt_thrd_queue.py`, that gives a `multiprocessing.Queue` to 8 threads
/// and puts "END" behind what they put. Here the queue is closed: it is drained, and then says that
/// it is over. The threads run in parallel; for themselves alone a `LinkedBlockingQueue` would do.
@Command(
    name = "queue-sums",
    description =
        "Threads add up parts of 1 to N, and put the sums into a shared queue.%n"
            + "prints: SUM of 0 ~ 10000 : 50005000")
public final class QueueSums implements Callable<Integer> {
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
    SharedQueue<Long> sums = SharedQueue.create();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int part = i;
      threads.add(Thread.ofPlatform().start(() -> sums.add(sumOfPart(part, last))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    sums.close();
    long sum = total(sums);
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

  private static long total(SharedQueue<Long> sums) throws InterruptedException {
    long total = 0;
    try {
      while (true) {
        total += sums.take();
      }
    } catch (QueueClosedException e) {
      return total;
    }
  }
}
