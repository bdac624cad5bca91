package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// 8 processes add up parts of 1 to N and put the sums into a queue.
///
/// Answers the Python program `multi.py`, that is told `single` or `multi`, and puts "END" behind
/// the sums so that the main program knows when to stop. Here it waits for the processes, looks how
/// they ended, and takes what they have put: a queue keeps that, with no thread that would have to
/// send it first. Starting a JVM takes longer than adding up 10,000 numbers, as it does there.
@Command(
    name = "process-sums",
    description =
        "Processes add up parts of 1 to N, and put the sums into a queue.%n"
            + "prints: SUM of 0 ~ 10000 : 50005000 in 0.4 sec")
public final class ProcessSums implements Callable<Integer> {
  private static final int PROCESSES = 8;

  /// How the sum is made.
  enum Mode {
    single,
    multi
  }

  @Parameters(
      index = "0",
      paramLabel = "MODE",
      defaultValue = "multi",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Mode mode;

  @Parameters(
      index = "1",
      paramLabel = "N",
      defaultValue = "10000",
      description = "The last to be added (default: ${DEFAULT-VALUE}).")
  private int last;

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    long sum = mode == Mode.single || last < PROCESSES ? sum(1, last) : sumOfParts(last);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "SUM of 0 ~ %d : %d in %.5f sec%n", last, sum, seconds);
    return 0;
  }

  private static long sumOfParts(int last) throws InterruptedException {
    SharedQueue<Long> sums = SharedQueue.create();
    List<JvmProcess> processes = new ArrayList<>();
    for (int part = 0; part < PROCESSES; part++) {
      int first = 1 + (int) ((long) last * part / PROCESSES);
      int to = (int) ((long) last * (part + 1) / PROCESSES);
      processes.add(JvmProcess.start("part " + part, () -> sums.put(sum(first, to))));
    }
    for (JvmProcess process : processes) {
      if (!process.join().isSuccess()) {
        throw new IllegalStateException("The sum lacks a part: " + process);
      }
    }
    List<Long> all = new ArrayList<>();
    sums.drainTo(all);
    return all.stream().mapToLong(Long::longValue).sum();
  }

  private static long sum(int first, int last) {
    long sum = 0;
    for (long i = first; i <= last; i++) {
      sum += i;
    }
    return sum;
  }
}
