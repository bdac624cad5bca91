package io.tandem.bench.peers;

import io.tandem.bench.side.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/// One kind of measurement, of two flows in turn.
final class Comparison<P extends Flow> {
  private final Function<P, double[]> warmUp;
  private final Function<P, double[]> measurement;
  private final List<Row> rows;
  private final Figures oursDelayed = new Figures();
  private final Figures peerDelayed = new Figures();

  /// @param measurement returns a number for each title
  Comparison(Function<P, double[]> measurement, String... titles) {
    this(measurement, measurement, titles);
  }

  /// @param warmUp makes the JVMs compile what is measured
  /// @param measurement returns a number for each title
  Comparison(Function<P, double[]> warmUp, Function<P, double[]> measurement, String... titles) {
    this.warmUp = warmUp;
    this.measurement = measurement;
    this.rows = Stream.of(titles).map(Row::new).toList();
  }

  void warmUp(P ours, P peer, int windows) {
    for (int i = 0; i < windows; i++) {
      warmUp.apply(ours);
      warmUp.apply(peer);
    }
  }

  void measure(P ours, P peer, int windows) {
    for (int i = 0; i < windows; i++) {
      double[] mine = measure(ours, oursDelayed);
      double[] theirs = measure(peer, peerDelayed);
      for (int row = 0; row < rows.size(); row++) {
        rows.get(row).add(mine[row], theirs[row]);
      }
    }
  }

  private double[] measure(P flow, Figures delayed) {
    long start = System.nanoTime();
    long before = flow.cpuTime().waitedNanos();
    double[] found = measurement.apply(flow);
    long waited = flow.cpuTime().waitedNanos() - before;
    delayed.add(100.0 * waited / (2 * (System.nanoTime() - start)));
    return found;
  }

  void print() {
    rows.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "  %-36s %9.1f %9.1f%n",
        "(waits for a CPU, % of time, a side)",
        oursDelayed.median(),
        peerDelayed.median());
  }

  private static final class Row {
    private final String title;
    private final Figures ours = new Figures();
    private final Figures peer = new Figures();
    private final Figures ratios = new Figures();

    Row(String title) {
      this.title = title;
    }

    void add(double mine, double theirs) {
      ours.add(mine);
      peer.add(theirs);
      ratios.add(mine / theirs);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  %-36s %9.3f %9.3f   %s",
          title,
          ours.median(),
          peer.median(),
          ratios.asRange());
    }
  }
}
