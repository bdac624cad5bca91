package io.tandem.demos.programs;

import io.tandem.demos.plot.Axis;
import io.tandem.demos.plot.BarChart;
import io.tandem.demos.plot.PlotOption;
import io.tandem.demos.plot.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The same messages through shared memory, a pipe, a Unix socket and TCP: how much of the way is
/// the kernel's.
///
/// A process sends them, each with one call, and another takes them out. Shared memory needs a copy
/// in and a copy out; all others a system call for each message, and TCP the network's protocol.
/// Python's `Pipe` is a Unix socket, and its `Queue` a pipe with a lock and a thread before it.
@Command(
    name = "throughput-ladder",
    description =
        "The same messages through shared memory, a pipe, a Unix socket and TCP.%n"
            + "prints: shared memory: 5.79 GB/s (859 MB/s to 8.81 GB/s)")
public final class ThroughputLadder implements Callable<Integer> {
  private static final int RUNS = 5;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      converter = AtLeastOne.class,
      description = "Of each run, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Mixin private PlotOption plot;

  /// When each run had come in completely, the one that warms up among them.
  private final class Meter {
    final long[] times = new long[RUNS + 1];
    int runs;
    long bytes;

    void received(int count) {
      bytes += count;
      while (runs <= RUNS && bytes >= (runs + 1L) * messages * Medium.BYTES) {
        times[runs++] = System.nanoTime();
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    List<BarChart.Row> rows = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      var meter = new Meter();
      medium.transfer(Math.multiplyExact(RUNS + 1, messages), meter::received);
      if (meter.runs <= RUNS) {
        System.out.println(medium.title() + ": the sender has died");
        return 1;
      }
      BarChart.Bar bar = bar(meter.times);
      System.out.println(
          medium.title()
              + ": "
              + text(bar.value())
              + " ("
              + text(bar.low())
              + " to "
              + text(bar.high())
              + ")");
      rows.add(new BarChart.Row(medium.title(), OptionalDouble.empty(), List.of(bar)));
    }
    plot.write(
        new BarChart(
            "What the way costs: messages from one JVM to another",
            "%d runs of %,d messages of %,d bytes, each sent with one call"
                .formatted(RUNS, messages, Medium.BYTES),
            Axis.linear("bytes per second", Unit.BYTES_PER_SECOND),
            "",
            rows));
    return 0;
  }

  private BarChart.Bar bar(long[] times) {
    double[] rates = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      rates[i] = 1e9 * messages * Medium.BYTES / (times[i + 1] - times[i]);
    }
    Arrays.sort(rates);
    return new BarChart.Bar("median", rates[RUNS / 2], rates[0], rates[RUNS - 1]);
  }

  private static String text(double bytesPerSecond) {
    return Unit.BYTES_PER_SECOND.format(bytesPerSecond);
  }
}
