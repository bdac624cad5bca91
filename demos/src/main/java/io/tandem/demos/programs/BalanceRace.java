package io.tandem.demos.programs;

import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.demos.plot.PlotOption;
import io.tandem.process.Action;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reading and then writing is two steps, and what another writes between them is lost.
///
/// Answers the first Python program of "Synchronization and Pooling of processes in Python", in
/// which one process adds 1 to a `Value` 10000 times and another takes 1 away as often. A JVM would
/// be done before the next one has started, so here they begin together. `--lock=lock` is Python's
/// `get_lock()`; `--lock=atomic` needs none, which Python has not; `--lock=file` is the JDK's lock
/// of a file. `--plot=FILE` draws what each of them counts, for 1 to `--processes` processes.
@Command(
    name = "balance-race",
    showDefaultValues = true,
    description =
        "Processes that read and then write lose updates; a lock or one step loses none.%n"
            + "prints: Final balance = -3024")
public final class BalanceRace implements Callable<Integer> {
  private static final int INITIAL = 100;
  private static final String WHY =
      """
      A step reads the balance, adds to it, and writes it back.
      What another process writes between the two is written over: an update is lost.
      Under a lock one process at a time does all of a step; an atomic one cannot be divided.
      """;

  @Option(names = "--rounds", defaultValue = "10", description = "Each begins anew.")
  private int rounds;

  @Option(
      names = "--processes",
      defaultValue = "2",
      converter = AtLeastOne.class,
      description = "Every second one subtracts.")
  private int processes;

  @Option(names = "--steps", defaultValue = "10000", description = "Of each process.")
  private int steps;

  @Option(names = "--lock", defaultValue = "none", description = "none, lock, atomic or file.")
  private Guard guard;

  @Mixin private PlotOption plot;

  @Override
  public Integer call() throws InterruptedException, IOException {
    int expected = INITIAL + processes % 2 * steps;
    long lost = 0;
    Path file = Files.createTempFile("balance", ".lock");
    for (int round = 0; round < rounds; round++) {
      int balance = finalBalance(file.toString());
      System.out.println("Final balance = " + balance);
      lost += Math.abs(balance - expected);
    }
    Files.delete(file);
    long all = (long) rounds * processes * steps;
    System.out.println("Lost updates: at least " + lost + " of " + all);
    System.out.print(WHY);
    if (plot.isGiven()) {
      plot.write(CountedChart.of(processes, steps));
    }
    return 0;
  }

  private int finalBalance(String file) throws InterruptedException {
    var balance = IntValue.create(INITIAL);
    int times = steps;
    Guard by = guard;
    var tasks = new Action[processes];
    for (int i = 0; i < processes; i++) {
      int amount = i % 2 == 0 ? 1 : -1;
      tasks[i] = () -> change(balance, amount, times, by, file);
    }
    Race.run(tasks);
    return balance.get();
  }

  private static void change(IntValue balance, int amount, int times, Guard by, String file)
      throws IOException {
    try (var channel = FileChannel.open(Path.of(file), WRITE)) {
      for (int i = 0; i < times; i++) {
        by.step(balance, amount, channel);
      }
    }
  }
}
