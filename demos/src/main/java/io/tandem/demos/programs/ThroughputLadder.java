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
  private static final List<Medium> MEDIA =
      List.of(new RingMedium(), new PipeMedium(), SocketMedium.UNIX, SocketMedium.TCP);

  @Option(
      names = "--messages",
      defaultValue = "100000",
      converter = AtLeastOne.class,
      description = "Of each run, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Mixin private PlotOption plot;

  /// When the messages that warm up had come in, and when all had.
  private final class Meter {
    final long[] times = new long[2];
    int halves;
    long bytes;

    void received(int count) {
      bytes += count;
      while (halves < 2 && bytes >= (halves + 1L) * messages * Medium.BYTES) {
        times[halves++] = System.nanoTime();
      }
    }

    double bytesPerSecond() {
      return 1e9 * messages * Medium.BYTES / Math.max(1, times[1] - times[0]);
    }
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    var rates = new double[MEDIA.size()][RUNS];
    for (int run = 0; run < RUNS; run++) { // of all in turn, as a machine's speed changes
      for (int i = 0; i < MEDIA.size(); i++) {
        var meter = new Meter();
        MEDIA.get(i).transfer(Math.multiplyExact(2, messages), meter::received);
        if (meter.halves < 2) {
          System.out.println(MEDIA.get(i).title() + ": the sender has died");
          return 1;
        }
        rates[i][run] = meter.bytesPerSecond();
      }
    }
    List<BarChart.Row> rows = new ArrayList<>();
    for (int i = 0; i < MEDIA.size(); i++) {
      String title = MEDIA.get(i).title();
      Arrays.sort(rates[i]);
      var bar = new BarChart.Bar("median", rates[i][RUNS / 2], rates[i][0], rates[i][RUNS - 1]);
      System.out.printf(
          "%s: %s (%s to %s)%n", title, text(bar.value()), text(bar.low()), text(bar.high()));
      rows.add(new BarChart.Row(title, OptionalDouble.empty(), List.of(bar)));
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

  private static String text(double bytesPerSecond) {
    return Unit.BYTES_PER_SECOND.format(bytesPerSecond);
  }
}
