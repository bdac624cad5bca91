package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The same work in two threads: one process id, and on the JVM the same time.
///
/// Answers the Python program `main_threading.py`, that does with threads what `timed-processes`
/// does with processes. It is there to show that threads take twice as long, because one lock lets
/// one of them run. The JVM has no such lock: its threads run in parallel, and processes are for
/// isolation, not for speed.
@Command(
    name = "timed-threads",
    description =
        "The same in two threads, which on the JVM do run in parallel.%n"
            + "prints: Time taken by main: 1.8 seconds")
public final class TimedThreads implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Option(
      names = "--work",
      defaultValue = "1000",
      description = "Of each thread, in million steps (default: ${DEFAULT-VALUE}).")
  private int work;

  @Mixin private ParallelTable table;

  @Override
  public Integer call() throws InterruptedException {
    long steps = work * 1_000_000L;
    long start = System.nanoTime();
    var one = Thread.ofPlatform().name("Thread_1").start(() -> work(steps));
    var two = Thread.ofPlatform().name("Thread_2").start(() -> work(steps));
    one.join();
    two.join();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "Time taken by main: %.4f seconds%n", seconds);
    table.print();
    return 0;
  }

  private static void work(long steps) {
    System.out.println(
        "Starting thread: %s, PID: %d, Timestamp: %s"
            .formatted(
                Thread.currentThread().getName(),
                JvmProcess.current().pid(),
                LocalTime.now().format(TIME)));
    ParallelTable.spin(steps);
    System.out.println("Finished thread: PID: " + JvmProcess.current().pid());
  }
}
