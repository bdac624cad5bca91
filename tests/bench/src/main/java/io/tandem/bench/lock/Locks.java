package io.tandem.bench.lock;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The shared lock beside a process-shared pthread mutex in C, the lock of a JVM and that of
/// Python, pair by pair: alone, and fought for by two processes.
public final class Locks {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int WARM_UP = 20;

  private final int pairs;

  private Locks(int pairs) {
    this.pairs = pairs;
  }

  /// @param pairs of windows to measure
  public static void run(int pairs) throws IOException, InterruptedException {
    try (var root = Root.open()) {
      Path mutex = CProgram.compile("mutex.c", root.folder());
      String file = root.folder().resolve("shared").toString();
      List<String> theirs = List.of(mutex.toString(), file);
      List<String> ours = Side.jvm(List.of(), LockSide.class, "shared");
      List<String> inJvm = Side.jvm(List.of(), LockSide.class, "reentrant");
      try (var c1 = ready(0, List.of(mutex.toString(), file, "make"));
          var c2 = ready(1, theirs);
          var j1 = ready(0, ours);
          var j2 = ready(1, ours);
          var r1 = ready(0, inJvm)) {
        var locks = new Locks(pairs);
        locks.alone(j1, "pthread", c1);
        locks.alone(j1, "ReentrantLock", r1);
        var fight = new Fight(j1, j2);
        locks.contended(fight, "pthread", new Fight(c1, c2));
        if (PythonProgram.isPossible()) {
          try (var python = Side.start(PythonProgram.command("lock", root.folder()))) {
            String _ = python.answer();
            locks.alone(j1, "Python", python);
            locks.contended(fight, "Python", new Fight(python));
          }
        } else {
          System.out.println("  skipped: Python's lock, for " + PythonProgram.WHY_NOT);
        }
      }
    }
  }

  private static Side ready(int cpu, List<String> command) throws IOException {
    return Side.start(Side.pinned(cpu, command)).ready();
  }

  private void alone(Side ours, String name, Side theirs) {
    var mine = new Figures();
    var peers = new Figures();
    var ratios = new Figures();
    for (int i = -WARM_UP; i < pairs; i++) {
      double a = Double.parseDouble(ours.ask("alone " + WINDOW_NANOS));
      double b = Double.parseDouble(theirs.ask("alone " + WINDOW_NANOS));
      if (i >= 0) {
        mine.add(a);
        peers.add(b);
        ratios.add(a / b);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "lock and unlock, alone    ours %6.1f ns   %-13s %6.1f ns   ours / %s %s%n",
        mine.median(),
        name,
        peers.median(),
        name,
        ratios.asRange());
  }

  private void contended(Fight ours, String name, Fight theirs) {
    var ratios = new Figures();
    for (int i = -2 * WARM_UP; i < pairs; i++) {
      if (i == 0) {
        ours.forget();
        theirs.forget();
      }
      ratios.add(ours.round() / theirs.round());
      if (i < 0) {
        ratios.clear();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "lock, count, unlock, two  ours %6.2f M/s  %-13s %6.2f M/s  ours / %s %s%n",
        ours.rate(),
        name,
        theirs.rate(),
        name,
        ratios.asRange());
    System.out.printf("  ours: %s%n  %s: %s%n", ours.fairness(), name, theirs.fairness());
  }
}
