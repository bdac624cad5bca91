package io.tandem.bench.lock;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The word lock beside a process-shared pthread mutex in C, pair by pair: alone, and fought for by
/// two processes.
public final class Locks {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CONTENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final int WARM_UP = 20;

  private final int pairs;

  private Locks(int pairs) {
    this.pairs = pairs;
  }

  /// @param pairs of windows to measure
  public static void run(int pairs) throws IOException, InterruptedException {
    try (var root = Root.open()) {
      Path mutex = CProgram.compile("mutex", root.folder());
      String file = root.folder().resolve("shared").toString();
      List<String> theirs = List.of(mutex.toString(), file);
      List<String> ours = Side.jvm(List.of(), LockSide.class);
      try (var c1 = ready(0, List.of(mutex.toString(), file, "make"));
          var c2 = ready(1, theirs);
          var j1 = ready(0, ours);
          var j2 = ready(1, ours)) {
        var locks = new Locks(pairs);
        locks.alone(j1, c1);
        locks.contended(new Fight(j1, j2), new Fight(c1, c2));
      }
    }
  }

  private static Side ready(int cpu, List<String> command) throws IOException {
    return Side.start(Side.pinned(cpu, command)).ready();
  }

  private void alone(Side ours, Side theirs) {
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
        "lock and unlock, alone      ours %6.1f ns    pthread %6.1f ns    ours / pthread %s%n",
        mine.median(),
        peers.median(),
        ratios.asRange());
  }

  private void contended(Fight ours, Fight theirs) {
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
        "lock, count, unlock, two    ours %6.2f M/s   pthread %6.2f M/s   ours / pthread %s%n",
        ours.rates.median(),
        theirs.rates.median(),
        ratios.asRange());
    System.out.println("  ours:    " + ours.fairness());
    System.out.println("  pthread: " + theirs.fairness());
  }

  /// Two processes and one lock.
  private static final class Fight {
    private final Side first;
    private final Side second;
    private final Figures rates = new Figures();
    private final Figures shares = new Figures();
    private final Figures pauses = new Figures();
    private long counted;

    Fight(Side first, Side second) {
      this.first = first;
      this.second = second;
    }

    /// @return millions a second, of both
    double round() {
      String order = "contend %d %d".formatted(System.nanoTime() + LEAD_NANOS, CONTENDED_NANOS);
      first.say(order);
      second.say(order);
      String[] one = first.answer().split(" ");
      String[] two = second.answer().split(" ");
      long least = Math.min(Long.parseLong(one[0]), Long.parseLong(two[0]));
      long both = Long.parseLong(one[0]) + Long.parseLong(two[0]);
      counted += both;
      requireExact();
      double rate = both * 1e3 / CONTENDED_NANOS;
      rates.add(rate);
      shares.add((double) least / both);
      pauses.add(Math.max(Long.parseLong(one[1]), Long.parseLong(two[1])) / 1e6);
      return rate;
    }

    private void requireExact() {
      String shown = first.ask("count");
      if (Long.parseLong(shown) != counted) {
        throw new IllegalStateException(
            "The lock let two in: the counter shows %s after %d pairs".formatted(shown, counted));
      }
    }

    void forget() {
      rates.clear();
      shares.clear();
      pauses.clear();
    }

    String fairness() {
      return String.format(
          Locale.ROOT,
          "the slower one's share %.2f, at least %.2f; longest time without the lock %.0f ms",
          shares.median(),
          shares.least(),
          pauses.most());
    }
  }
}
