package io.tandem.bench.manager;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Calls of managed objects beside Python's `SyncManager`, pair by pair in one run.
///
/// ```text
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="manager 10"
/// ```
public final class Managers {
  private static final int WARM_UPS = 8;
  private static final Work PROCESSES =
      new Work("8 processes that get, calls/s", "clients 8 2000000000", true);
  private static final List<Work> WORKS =
      List.of(
          new Work("append to a list: p50 us, times", "append 500000000", false),
          new Work("get from a map: p50 us, times", "get 500000000", false));

  private Managers() {}

  /// @param isRate or else a time, of which the first is compared
  private record Work(String title, String question, boolean isRate) {
    double ask(Side side) {
      double found = Double.parseDouble(side.ask(question).split(" ")[0]);
      return isRate ? found : found / 1e3;
    }
  }

  /// Prints a line for each measurement.
  ///
  /// @param pairs to measure of each
  public static void run(int pairs) throws IOException, InterruptedException {
    if (!PythonProgram.isPossible()) {
      System.out.println("Python is left out: " + PythonProgram.WHY_NOT);
      return;
    }
    try (var root = Root.open();
        var python = Side.start(PythonProgram.command("manager", root.folder())).ready()) {
      for (String transport : List.of("memory", "socket")) {
        try (var ours = Side.start(List.of(), ManagerSide.class, transport).ready()) {
          for (Work work : WORKS) {
            for (int i = 0; i < WARM_UPS; i++) {
              double _ = work.ask(ours);
            }
            compare(work, transport, ours, python, pairs);
          }
          if (transport.equals("memory")) {
            compare(PROCESSES, transport, ours, python, Math.min(pairs, 3));
          }
        }
      }
    }
  }

  private static void compare(Work work, String transport, Side ours, Side python, int pairs) {
    var mine = new Figures();
    var theirs = new Figures();
    var ratios = new Figures();
    for (int i = 0; i < pairs; i++) {
      double one = work.ask(ours);
      double other = work.ask(python);
      mine.add(one);
      theirs.add(other);
      ratios.add(work.isRate ? one / other : other / one);
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s over %s: ours %,12.2f  Python's %,12.2f  times faster %s%n",
        work.title,
        transport,
        mine.median(),
        theirs.median(),
        ratios.asRange());
  }
}
