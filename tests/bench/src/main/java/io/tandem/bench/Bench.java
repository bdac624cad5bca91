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
  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison("RingThroughput", "tandem", "agrona"),
          new Comparison("RingRoundTrip", "tandem", "agrona"),
          new Comparison("RingThroughput", "tandem-many", "agrona-many"),
          new Comparison("RingRoundTrip", "tandem-many", "agrona-many"),
          new Comparison("RingRoundTrip", "tandem-park", "tandem"),
          new Comparison("PipeThroughput", "pipe", "socket"),
          new Comparison("PipeThroughput", "pipe", "memcpy"),
          new Comparison("WordAccess.access", "words", "varhandle"),
          new Comparison("ValueAccess.getAndAdd", "value", "varhandle"),
          new Comparison("ArrayAccess.sum", "array", "segment"),
          new Comparison("ArrayAccess.set", "array", "segment"),
          new Comparison("ArrayAccess.fill", "array", "segment"),
          new Comparison("ArrayAccess.copyFrom", "array", "segment"),
          new Comparison("ArrayAccess.copyTo", "array", "segment"),
          new Comparison("StructAccess", "get", "get-by-hand"),
          new Comparison("StructAccess", "set", "set-by-hand"),
          new Comparison("SmallRecord", "data", "java"));

  private final int pairs;

  /// What is measured, of whom, and against whom.
  private record Comparison(String benchmark, String ours, String peer) {
    /// Whether its name begins so.
    boolean isIn(String group) {
      return benchmark.matches("(" + group + ").*");
    }

    int[] sizes() {
      if (benchmark.startsWith("Ring")) {
        return new int[] {32, 1024};
      }
      if (benchmark.startsWith("Pipe")) {
        return new int[] {1 << 16, 1 << 20};
      }
      if (benchmark.startsWith("Array")) {
        return new int[] {1 << 14, 1 << 26};
      }
      boolean records = benchmark.startsWith("Struct") || benchmark.startsWith("SmallRecord");
      return records ? new int[] {24} : new int[] {Long.BYTES};
    }

    /// Of 250 ms. Deep code is compiled late.
    int warmUps() {
      return benchmark.startsWith("SmallRecord") ? 28 : 4;
    }

    boolean higherIsBetter() {
      return benchmark.endsWith("Throughput");
    }

    String unit() {
      return higherIsBetter() ? "msg/s" : "ns";
    }
  }

  private Bench(int pairs) {
    this.pairs = pairs;
  }

  /// @param group what the benchmarks' names begin with, as a regular expression
  /// @param arguments how many pairs; a part of the name of a comparison, for those alone
  static void run(String group, String... arguments) throws RunnerException {
    int pairs = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
    String only = arguments.length < 2 ? "" : arguments[1];
    System.out.printf("Ours / a peer, %d pairs each; above 1 ours is faster%n", pairs);
    var bench = new Bench(pairs);
    for (Comparison comparison : COMPARISONS) {
      for (int bytes : comparison.sizes()) {
        if (comparison.isIn(group) && comparison.toString().contains(only)) {
          bench.compare(comparison, bytes);
        }
      }
    }
  }

  private void compare(Comparison what, int bytes) throws RunnerException {
    var ratios = new ArrayList<Double>();
    var ours = new ArrayList<Double>();
    var peers = new ArrayList<Double>();
    for (int pair = 0; pair < pairs; pair++) {
      double mine = score(what, what.ours(), bytes);
      double theirs = score(what, what.peer(), bytes);
      ours.add(mine);
      peers.add(theirs);
      ratios.add(what.higherIsBetter() ? mine / theirs : theirs / mine);
    }
    ratios.sort(Double::compare);
    System.out.printf(
        Locale.ROOT,
        "%-21s %8d B  %s %,14.0f %s  %s %,14.0f %s  ratio %.2f [%.2f..%.2f]%n",
        what.benchmark(),
        bytes,
        what.ours(),
        median(ours),
        what.unit(),
        what.peer(),
        median(peers),
        what.unit(),
        median(ratios),
        ratios.getFirst(),
        ratios.getLast());
  }

  private static double score(Comparison what, String lane, int bytes) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("\\." + what.benchmark() + "(\\.|$)")
            .param("lane", lane)
            .param("bytes", Integer.toString(bytes))
            .forks(1)
            .warmupIterations(what.warmUps())
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
    var secondary = result.getSecondaryResults().get("send");
    return (secondary != null ? secondary : result.getPrimaryResult()).getScore();
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
