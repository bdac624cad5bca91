package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Work in two named processes takes the time of one, given two CPUs.
///
/// Answers the Python program `main_multiprocessing.py`, of two processes that each count to 100
/// million under a timing decorator. On the JVM the counting itself takes a tenth of a second, so
/// it counts to more.
@Command(
    name = "timed-processes",
    description =
        "Two named processes that burn time in parallel: who, when, and how long.%n"
            + "prints: Time taken by main: 1.9 seconds")
public final class TimedProcesses implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Option(
      names = "--work",
      defaultValue = "1000",
      description = "Of each process, in million steps (default: ${DEFAULT-VALUE}).")
  private int work;

  @Mixin private ParallelTable table;

  @Override
  public Integer call() throws InterruptedException {
    long steps = work * 1_000_000L;
    long start = System.nanoTime();
    var one = JvmProcess.start("Process_1", () -> work(steps));
    var two = JvmProcess.start("Process_2", () -> work(steps));
    one.join();
    two.join();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "Time taken by main: %.4f seconds%n", seconds);
    table.print();
    return 0;
  }

  private static void work(long steps) {
    var self = JvmProcess.current();
    System.out.println(
        "Starting process: %s, PID: %d, Timestamp: %s"
            .formatted(self.name(), self.pid(), LocalTime.now().format(TIME)));
    ParallelTable.spin(steps);
    System.out.println("Finished process: PID: " + self.pid());
  }
}
