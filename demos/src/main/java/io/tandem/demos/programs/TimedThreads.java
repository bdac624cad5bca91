package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The same work in two threads: one process id, and on the JVM the same time.
///
/// Answers the Python program that does with threads what `timed-processes` does with processes. It
/// is there to show that threads take twice as long, because one lock lets one of them run. The JVM
/// has no such lock: its threads run in parallel, and processes are for isolation, not for speed.
@Command(
    name = "timed-threads",
    description = "The same in two threads, which on the JVM do run in parallel.")
public final class TimedThreads implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    double alone = seconds(TimedProcesses::killTime);
    double together = seconds(TimedThreads::runTwo);
    System.out.printf(Locale.ROOT, "Time taken by main: %.4f seconds%n", together);
    System.out.printf(
        Locale.ROOT,
        "Two threads took %.1f times as long as one; taking turns, it would be 2.0.%n",
        together / alone);
    return 0;
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static void runTwo() {
    var one = Thread.ofPlatform().name("Thread_1").start(TimedThreads::work);
    var two = Thread.ofPlatform().name("Thread_2").start(TimedThreads::work);
    join(one);
    join(two);
  }

  private static void work() {
    System.out.println(
        "Starting thread: %s, PID: %d, Timestamp: %s"
            .formatted(
                Thread.currentThread().getName(),
                JvmProcess.current().pid(),
                TimedProcesses.timestamp()));
    TimedProcesses.killTime();
    System.out.println("Finished thread: PID: " + JvmProcess.current().pid());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
