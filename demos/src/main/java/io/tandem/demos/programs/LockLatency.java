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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int ROUNDS = 3;

  @Option(
      names = "--steps",
      defaultValue = "40000",
      converter = AtLeastOne.class,
      description =
          "Of each process in each round, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin private PlotOption plot;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Path file = Files.createTempFile("latency", ".lock");
    Map<String, LongArray> times = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) { // of all in turn, as a machine's speed changes
      for (Guard guard : Guard.values()) {
        for (int processes = 1; processes <= 2; processes++) {
          String name = guard.title() + (processes == 1 ? ", 1 process" : ", 2 processes");
          long length = (long) processes * steps;
          var all = times.computeIfAbsent(name, _ -> LongArray.create(ROUNDS * length));
          measure(guard, all.slice(round * length, (round + 1) * length), file.toString());
        }
      }
    }
    Files.delete(file);
    List<Samples> rows = new ArrayList<>();
    times.forEach(
        (name, all) -> rows.add(new Samples(name, all.stream().filter(t -> t > 0).toArray())));
    rows.forEach(System.out::println);
    plot.write(
        new HistogramChart(
            "How long a step under a lock takes, alone and against another process",
            "A step locks, adds 1 and unlocks; %d times %,d of each process, looks at the clock too"
                .formatted(ROUNDS, steps),
            "time of a step",
            rows));
    return 0;
  }

  private void measure(Guard guard, LongArray times, String file) throws InterruptedException {
    var counter = IntValue.create(0);
    var tasks = new Action[(int) (times.length() / steps)];
    for (int i = 0; i < tasks.length; i++) {
      LongArray own = times.slice((long) i * steps, (i + 1L) * steps);
      tasks[i] = () -> run(guard, counter, own, file);
    }
    Race.run(tasks);
  }

  private static void run(Guard guard, IntValue counter, LongArray times, String file)
      throws IOException {
    try (var channel = FileChannel.open(Path.of(file), WRITE)) {
      for (long i = -times.length(); i < times.length(); i++) {
        long start = System.nanoTime();
        guard.step(counter, 1, channel);
        long time = System.nanoTime() - start;
        times.setPlain(Math.max(0, i), Math.max(1, time));
      }
    }
  }
}
