package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/// Measures the same work in threads and in processes, one and two of them, and prints a table.
///
/// Python's threads take turns, since one lock lets one of them run, so that a program gets a
/// second CPU by a second process. The JVM has no such lock: the table shows it.
final class ParallelTable {
  @Option(
      names = "--spins",
      defaultValue = "200",
      description =
          "Work measured for the table, in million steps; 0 for none (default: ${DEFAULT-VALUE}).")
  private int spins;

  /// Something that has been started, and can be waited for.
  private interface Running {
    void join() throws InterruptedException;
  }

  /// Starts some work.
  private interface Start {
    Running start(long steps);
  }

  void print() throws InterruptedException {
    if (spins == 0) {
      return;
    }
    long steps = spins * 1_000_000L;
    spin(steps); // compiles it
    System.out.println("On the JVM threads run in parallel, as processes do, given idle CPUs:");
    System.out.println("             seconds  speed-up");
    double one = seconds(1, ParallelTable::thread, steps);
    row("1 thread", one, one);
    row("2 threads", seconds(2, ParallelTable::thread, steps), 2 * one);
    row("1 process", seconds(1, ParallelTable::process, steps), one);
    row("2 processes", seconds(2, ParallelTable::process, steps), 2 * one);
    System.out.println("The time of a process includes the start of its JVM.");
  }

  private static Running thread(long steps) {
    return Thread.ofPlatform().start(() -> spin(steps))::join;
  }

  private static Running process(long steps) {
    return JvmProcess.start(() -> spin(steps))::join;
  }

  private static double seconds(int count, Start start, long steps) throws InterruptedException {
    long begin = System.nanoTime();
    List<Running> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(start.start(steps));
    }
    for (Running running : all) {
      running.join();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /// @param byOneThread the seconds in which one thread does as much
  private static void row(String who, double seconds, double byOneThread) {
    System.out.printf(Locale.ROOT, "%-11s %8.3f %9.1f%n", who, seconds, byOneThread / seconds);
  }

  /// Each round depends on the one before, so that the compiler cannot skip them.
  static void spin(long steps) {
    long state = System.nanoTime() | 1;
    for (long i = 0; i < steps; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    if (state == 0) {
      throw new AssertionError("xorshift never reaches 0");
    }
  }
}
