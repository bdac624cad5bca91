package io.tandem.demos.programs;

import io.tandem.demos.plot.PlotOption;
import io.tandem.value.IntValue;
import io.tandem.value.StructArray;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// How one update is lost: what two processes did, one after the other, nanosecond by nanosecond.
///
/// Ann adds to a balance and Bob takes from it, as in [BalanceRace]. Both write down, in shared
/// memory, what they read and wrote, and when, by `System.nanoTime()`, which on one machine is one
/// clock for all JVMs. Python's `time.monotonic_ns()` would serve as well; but there a step takes
/// some microseconds, most of them spent in the interpreter.
@Command(
    name = "lost-update",
    description =
        "Two processes note what they read and write, and when: an update is lost.%n"
            + "prints: 130 ns  Bob writes -20449 over -20447")
public final class LostUpdate implements Callable<Integer> {
  private static final int STEPS = 100_000;
  private static final String WHY =
      """
      Both read the same balance before either has written.
      Each adds to what it has read. Who writes last writes over what the other has written:
      one of the two updates has never been.
      """;

  @Mixin private PlotOption plot;

  /// One step of one process: the balance that it read, and the one that it wrote.
  record Step(
      long readBegin, long readEnd, long writeBegin, long writeEnd, int read, int written) {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Optional<LostUpdateChart> found = Optional.empty();
    for (int i = 0; i < Race.MOST_TRIES && found.filter(LostUpdateChart::isShort).isEmpty(); i++) {
      found =
          Stream.concat(found.stream(), race().stream())
              .min(Comparator.comparingLong(LostUpdateChart::nanoseconds));
    }
    if (found.isEmpty()) {
      System.out.println("No update was lost. That is possible, too: run it again.");
      return 1;
    }
    found.get().print();
    System.out.print(WHY);
    plot.write(found.get().chart());
    return 0;
  }

  private static Optional<LostUpdateChart> race() throws InterruptedException {
    var balance = IntValue.create(100);
    var ann = StructArray.create(Step.class, STEPS);
    var bob = StructArray.create(Step.class, STEPS);
    Race.run(() -> change(balance, 1, ann), () -> change(balance, -1, bob));
    var found = LostUpdateChart.find(ann.stream().toList(), bob.stream().toList());
    ann.free();
    bob.free();
    return found;
  }

  private static void change(IntValue balance, int amount, StructArray<Step> log) {
    for (int i = 0; i < STEPS; i++) {
      long readBegin = System.nanoTime();
      int read = balance.get();
      long readEnd = System.nanoTime();
      int written = read + amount;
      long writeBegin = System.nanoTime();
      balance.set(written);
      long writeEnd = System.nanoTime();
      log.set(i, new Step(readBegin, readEnd, writeBegin, writeEnd, read, written));
    }
  }
}
