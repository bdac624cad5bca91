package io.tandem.bench.list;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Getting and setting a number in a shared list, beside Python's `ShareableList` and an
/// `ArrayList`, pair by pair.
public final class Lists {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int WARM_UP = 20;

  private final int pairs;

  private Lists(int pairs) {
    this.pairs = pairs;
  }

  /// @param pairs of windows to measure
  public static void run(int pairs) throws IOException {
    var lists = new Lists(pairs);
    try (var root = Root.open();
        var shareable = Side.start(List.of(), ListSide.class, "shareable").ready();
        var shared = Side.start(List.of(), ListSide.class, "shared").ready();
        var array = Side.start(List.of(), ListSide.class, "array").ready()) {
      if (PythonProgram.isPossible()) {
        var command = PythonProgram.command("shareable_list", root.folder());
        try (var python = Side.start(command).ready()) {
          lists.compare("ShareableList", shareable, "Python's", python);
        }
      } else {
        System.out.println("  skipped: Python's list, for " + PythonProgram.WHY_NOT);
      }
      lists.compare("ShareableList", shareable, "ArrayList", array);
      lists.compare("SharedList", shared, "ArrayList", array);
    }
  }

  private void compare(String name, Side ours, String peer, Side theirs) {
    for (String what : List.of("get", "set")) {
      var mine = new Figures();
      var peers = new Figures();
      var ratios = new Figures();
      for (int i = -WARM_UP; i < pairs; i++) {
        double a = Double.parseDouble(ours.ask(what + " " + WINDOW_NANOS));
        double b = Double.parseDouble(theirs.ask(what + " " + WINDOW_NANOS));
        if (i >= 0) {
          mine.add(a);
          peers.add(b);
          ratios.add(b / a);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s of a number  %-13s %6.1f ns   %-9s %7.1f ns   %s / ours %s%n",
          what,
          name,
          mine.median(),
          peer,
          peers.median(),
          peer,
          ratios.asRange());
    }
  }
}
