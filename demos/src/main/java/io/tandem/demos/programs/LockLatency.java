package io.tandem.demos.programs;

import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.demos.plot.HistogramChart;
import io.tandem.demos.plot.PlotOption;
import io.tandem.demos.plot.Samples;
import io.tandem.process.Action;
import io.tandem.value.IntValue;
import io.tandem.value.LongArray;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long a step under a lock takes, alone and against another process: a few take much longer
/// than most, so a mean says little.
///
/// The steps are those of [BalanceRace], one after the other as fast as they go. A lock in shared
/// memory is taken without the kernel, unless somebody sleeps; one of a file calls it twice for
/// each step. Python's `multiprocessing.Lock` takes part of a microsecond, and the interpreter the
/// rest.
@Command(
    name = "lock-latency",
    description =
        "How long a step under a lock takes: most of them, and the slow ones.%n"
            + "prints: lock, 2 processes: median 90 ns, 99 %% 191 ns, longest 25.1 ms")
public final class LockLatency implements Callable<Integer> {
  @Option(
      names = "--steps",
      defaultValue = "40000",
      converter = AtLeastOne.class,
      description = "Of each process, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin private PlotOption plot;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Path file = Files.createTempFile("latency", ".lock");
    List<Samples> rows = new ArrayList<>();
    for (Guard guard : Guard.values()) {
      for (int processes = 1; processes <= 2; processes++) {
        rows.add(measure(guard, processes, file.toString()));
        System.out.println(rows.getLast());
      }
    }
    Files.delete(file);
    plot.write(
        new HistogramChart(
            "How long a step under a lock takes, alone and against another process",
            "A step locks, adds 1 and unlocks; %,d of each process, a look at the clock included"
                .formatted(steps),
            "time of a step",
            rows));
    return 0;
  }

  private Samples measure(Guard guard, int processes, String file) throws InterruptedException {
    var counter = IntValue.create(0);
    var times = LongArray.create((long) processes * steps);
    var tasks = new Action[processes];
    for (int i = 0; i < processes; i++) {
      LongArray own = times.slice((long) i * steps, (i + 1L) * steps);
      tasks[i] = () -> run(guard, counter, own, file);
    }
    Race.run(tasks);
    String by = processes == 1 ? ", 1 process" : ", 2 processes";
    return new Samples(guard.title() + by, times.stream().filter(time -> time > 0).toArray());
  }

  private static void run(Guard guard, IntValue counter, LongArray times, String file)
      throws IOException {
    try (var channel = FileChannel.open(Path.of(file), WRITE)) {
      for (long i = -times.length(); i < times.length(); i++) {
        long start = System.nanoTime();
        guard.step(counter, 1, channel);
        long time = System.nanoTime() - start;
        if (i >= 0) {
          times.setPlain(i, Math.max(1, time));
        }
      }
    }
  }
}
