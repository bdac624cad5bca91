package io.tandem.demos.programs;

import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.demos.plot.Axis;
import io.tandem.demos.plot.BarChart;
import io.tandem.demos.plot.Chart;
import io.tandem.demos.plot.Unit;
import io.tandem.process.Action;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// The picture of [BalanceRace]: all processes add, so that what is expected grows with their
/// number, and what is lost is what is missing.
final class CountedChart {
  private CountedChart() {}

  /// Counts with 1, 2, ... processes and with each guard, prints what was counted, and draws it.
  static Chart of(int mostProcesses, int steps) throws InterruptedException, IOException {
    Path file = Files.createTempFile("counted", ".lock");
    List<BarChart.Row> rows = new ArrayList<>();
    for (int processes = 1; processes <= mostProcesses; processes++) {
      String name = processes == 1 ? "1 process" : processes + " processes";
      double expected = (double) processes * steps;
      List<BarChart.Bar> bars = new ArrayList<>();
      for (Guard guard : Guard.values()) {
        int counted = countedUntilLost(guard, processes, steps, file.toString());
        System.out.printf("%s, %s: %d of %.0f%n", name, guard.title(), counted, expected);
        bars.add(BarChart.Bar.of(guard.title(), counted));
      }
      rows.add(new BarChart.Row(name, OptionalDouble.of(expected), bars));
    }
    Files.delete(file);
    return new BarChart(
        "Processes that read and then write lose updates",
        "Each process adds 1 to one shared counter %,d times".formatted(steps),
        Axis.linear("the counter at the end", Unit.COUNT),
        "expected",
        rows);
  }

  /// Again, if nothing was lost where something may be.
  private static int countedUntilLost(Guard guard, int processes, int steps, String file)
      throws InterruptedException {
    int counted = counted(guard, processes, steps, file);
    boolean loses = guard == Guard.NONE && processes > 1;
    for (int i = 1; i < Race.MOST_TRIES && loses && counted == processes * steps; i++) {
      counted = counted(guard, processes, steps, file);
    }
    return counted;
  }

  private static int counted(Guard guard, int processes, int steps, String file)
      throws InterruptedException {
    var counter = IntValue.create(0);
    var tasks = new Action[processes];
    Arrays.fill(tasks, (Action) () -> count(counter, guard, steps, file));
    Race.run(tasks);
    return counter.get();
  }

  private static void count(IntValue counter, Guard guard, int steps, String file)
      throws IOException {
    try (var channel = FileChannel.open(Path.of(file), WRITE)) {
      for (int i = 0; i < steps; i++) {
        guard.step(counter, 1, channel);
      }
    }
  }
}
