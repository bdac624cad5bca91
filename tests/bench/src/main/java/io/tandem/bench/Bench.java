package io.tandem.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures ours against a peer's, pair by pair in one run, and prints the ratios: the speed of a
/// shared machine changes from second to second, neighbours in time compare.
final class Bench {
  private static final String PEER = "agrona";
  private static final String OURS = "tandem";

  private final int pairs;

  private Bench(int pairs) {
    this.pairs = pairs;
  }

  public static void main(String[] args) throws RunnerException {
    int pairs = args.length == 0 ? 5 : Integer.parseInt(args[0]);
    System.out.printf("Tandem / Agrona on its own buffer, %d pairs each%n", pairs);
    var bench = new Bench(pairs);
    for (int bytes : new int[] {32, 1024}) {
      bench.compare("RingThroughput", "send", bytes, "msg/s", true);
      bench.compare("RingRoundTrip", "thereAndBack", bytes, "ns", false);
    }
  }

  /// A ratio above 1 means that ours is faster.
  private void compare(
      String benchmark, String method, int bytes, String unit, boolean higherIsBetter)
      throws RunnerException {
    var ratios = new ArrayList<Double>();
    var ours = new ArrayList<Double>();
    var peers = new ArrayList<Double>();
    for (int pair = 0; pair < pairs; pair++) {
      double mine = score(benchmark, method, OURS, bytes);
      double theirs = score(benchmark, method, PEER, bytes);
      ours.add(mine);
      peers.add(theirs);
      ratios.add(higherIsBetter ? mine / theirs : theirs / mine);
    }
    System.out.printf(
        Locale.ROOT,
        "%-15s %5d B  ours %,14.0f %s  peer %,14.0f %s  ratio %.2f [%.2f..%.2f]%n",
        benchmark,
        bytes,
        median(ours),
        unit,
        median(peers),
        unit,
        median(ratios),
        ratios.stream().min(Double::compare).orElseThrow(),
        ratios.stream().max(Double::compare).orElseThrow());
  }

  private static double score(String benchmark, String method, String lane, int bytes)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + benchmark + "\\.")
            .param("lane", lane)
            .param("bytes", Integer.toString(bytes))
            .forks(1)
            .warmupIterations(4)
            .warmupTime(TimeValue.milliseconds(250))
            .measurementIterations(6)
            .measurementTime(TimeValue.milliseconds(250))
            .jvmArgsAppend(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    RunResult result = results.iterator().next();
    var secondary = result.getSecondaryResults().get(method);
    return (secondary != null ? secondary : result.getPrimaryResult()).getScore();
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
