package io.tandem.bench.pool;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Our pool of two workers beside Python's `Pool` and `ProcessPoolExecutor`, and two processes in
/// C, pair by pair in one run.
///
/// ```text
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="pool 10"
/// ```
public final class Pools {
  private static final int WARM_UPS = 6;
  private static final String CALL = "call 300000000";
  private static final Work USUAL_CHUNKS =
      new Work("map of 100,000, usual chunks, tasks/s", "map 100000 0", true);
  private static final List<Work> WORKS =
      List.of(
          new Work("tiny task, there and back: p50 us, times", CALL, false),
          new Work("submitted one by one, tasks/s", "submit 300000000", true),
          new Work("map, chunk size 1, tasks/s", "map 20000 1", true),
          USUAL_CHUNKS,
          new Work("64 KiB there and back, tasks/s", "bytes 300000000", true));
  private static final long STEPS = 300_000_000;

  private Pools() {}

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
    try (var root = Root.open();
        var ours = Side.start(List.of(), PoolSide.class).ready()) {
      if (PythonProgram.isPossible()) {
        for (String peer : List.of("pool", "executor")) {
          var command = new ArrayList<>(PythonProgram.command("process_pool", root.folder()));
          command.add(peer);
          try (var python = Side.start(command).ready()) {
            for (Work work : WORKS) {
              if (peer.equals("pool") || !work.equals(USUAL_CHUNKS)) { // there 1 is usual
                compare(work, ours, peer, python, pairs);
              }
            }
          }
        }
      } else {
        System.out.println("Python is left out: " + PythonProgram.WHY_NOT);
      }
      compareSpeedUp(ours, root, pairs);
    }
  }

  private static void compare(Work work, Side ours, String peer, Side python, int pairs) {
    var mine = new Figures();
    var theirs = new Figures();
    var ratios = new Figures();
    for (int i = 0; i < WARM_UPS; i++) {
      double _ = work.ask(ours);
    }
    for (int i = 0; i < pairs; i++) {
      double one = work.ask(ours);
      double other = work.ask(python);
      mine.add(one);
      theirs.add(other);
      ratios.add(work.isRate ? one / other : other / one);
    }
    System.out.printf(
        Locale.ROOT,
        "%-42s ours %,12.1f  Python's %-8s %,12.1f  times faster %s%n",
        work.title,
        mine.median(),
        peer,
        theirs.median(),
        ratios.asRange());
  }

  /// How much sooner two pieces of work are done by two workers than one after the other.
  private static void compareSpeedUp(Side ours, Root root, int pairs)
      throws IOException, InterruptedException {
    if (!CProgram.isPossible()) {
      System.out.println("C is left out: " + CProgram.WHY_NOT);
      return;
    }
    Path program = CProgram.compile("compute.c", root.folder());
    var mine = new Figures();
    var theirs = new Figures();
    var ratios = new Figures();
    for (int i = 0; i <= pairs; i++) {
      double one = speedUp(ours.ask("compute " + STEPS));
      double other = speedUp(inC(program));
      if (i > 0) { // the first lets the workers compile it
        mine.add(one);
        theirs.add(other);
        ratios.add(one / other);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-42s ours %12.2f  C %,28.2f  ours / C %s%n",
        "speed-up of work for CPUs on two workers",
        mine.median(),
        theirs.median(),
        ratios.asRange());
  }

  private static double speedUp(String oneAndBoth) {
    String[] nanos = oneAndBoth.split(" ");
    return 2 * Double.parseDouble(nanos[0]) / Double.parseDouble(nanos[1]);
  }

  private static String inC(Path program) throws IOException, InterruptedException {
    return computeInC(program, 1) + " " + computeInC(program, 2);
  }

  /// @return the nanoseconds of the slowest
  private static long computeInC(Path program, int many) throws IOException, InterruptedException {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(new ProcessBuilder(program.toString(), Long.toString(STEPS)).start());
    }
    long slowest = 0;
    for (Process each : all) {
      var output = new String(each.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      slowest = Math.max(slowest, Long.parseLong(output.substring(0, output.indexOf(' '))));
    }
    return slowest;
  }
}
