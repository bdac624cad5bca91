package io.tandem.bench.lock;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How long it takes until two processes have waited for each other, beside the same in C: by locks
/// that each holds before the other, and by a condition, a semaphore or an event for each. At once,
/// where ours spins and C sleeps, and with so much work between that both sleep.
public final class Handovers {
  private static final int FEWEST_ROUNDS = 5_000; // each pair some more: that is how they meet
  private static final int FEWEST_ASLEEP = 500;
  private static final long PAUSE_NANOS = 200_000; // longer than anybody spins
  private static final int WARM_UP = 5;

  private final int pairs;
  private final long pause;
  private int rounds;

  private Handovers(int pairs, int rounds, long pause) {
    this.pairs = pairs;
    this.rounds = rounds;
    this.pause = pause;
  }

  /// @param pairs of windows to measure
  public static void run(int pairs) throws IOException, InterruptedException {
    if (!CProgram.isPossible()) {
      System.out.println("  skipped: hand-over, for " + CProgram.WHY_NOT);
      return;
    }
    try (var root = Root.open()) {
      Path program = CProgram.compile("handover.c", root.folder());
      String file = root.folder().resolve("handover-of-c").toString();
      List<String> ours = Side.jvm(List.of(), HandoverSide.class);
      try (var c1 = ready(0, List.of(program.toString(), file, "make"));
          var c2 = ready(1, List.of(program.toString(), file));
          var j1 = ready(0, ours);
          var j2 = ready(1, ours)) {
        var atOnce = new Handovers(pairs, FEWEST_ROUNDS, 0);
        var asleep = new Handovers(pairs, FEWEST_ASLEEP, PAUSE_NANOS);
        for (String way : List.of("lock", "condition", "semaphore", "event")) {
          atOnce.measure(way, j1, j2, c1, c2);
          asleep.measure(way, j1, j2, c1, c2);
        }
      }
    }
  }

  private static Side ready(int cpu, List<String> command) throws IOException {
    return Side.start(Side.pinned(cpu, command)).ready();
  }

  private void measure(String way, Side j1, Side j2, Side c1, Side c2) {
    var mine = new Figures();
    var peers = new Figures();
    var ratios = new Figures();
    for (int i = -WARM_UP; i < pairs; i++) {
      double ours = roundTrip(way, j1, j2);
      double theirs = roundTrip(way, c1, c2);
      if (i >= 0) {
        mine.add(ours / 1e3);
        peers.add(theirs / 1e3);
        ratios.add(ours / theirs);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "hand-over by %-9s %-7s  ours %6.2f us   C %6.2f us   ours / C %s%n",
        way,
        pause == 0 ? "at once" : "asleep",
        mine.median(),
        peers.median(),
        ratios.asRange());
  }

  /// @return the median in nanoseconds
  private double roundTrip(String way, Side first, Side second) {
    rounds++;
    first.say("%s 0 %d %d".formatted(way, rounds, pause));
    second.say("%s 1 %d %d".formatted(way, rounds, pause));
    double median = Double.parseDouble(first.answer());
    String _ = second.answer();
    return median;
  }
}
