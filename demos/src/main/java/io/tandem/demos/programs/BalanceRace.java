package io.tandem.demos.programs;

import io.tandem.park.Waitable;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLatch;
import io.tandem.value.IntValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reading and then writing is two steps, and what another writes between them is lost.
///
/// Answers the Python program in which one process adds 1 to a `Value` 10000 times and another
/// takes 1 away as often, and the balance is rarely what it was. A JVM would be done before the
/// next one has started, so here they begin together. `--lock=lock` is Python's `get_lock()`;
/// `--lock=atomic` needs none, which Python has not.
@Command(
    name = "balance-race",
    showDefaultValues = true,
    description = "Processes that read and then write lose updates; a lock or one step loses none.")
public final class BalanceRace implements Callable<Integer> {
  private static final int INITIAL = 100;
  private static final Duration LONG = Duration.ofHours(1);

  /// What makes a step whole.
  enum Guard {
    NONE,
    LOCK,
    ATOMIC
  }

  @Option(names = "--rounds", defaultValue = "10", description = "Each begins anew.")
  private int rounds;

  @Option(names = "--processes", defaultValue = "2", description = "Every second one subtracts.")
  private int processes;

  @Option(names = "--steps", defaultValue = "10000", description = "Of each process.")
  private int steps;

  @Option(names = "--lock", defaultValue = "none", description = "One of none, lock, atomic.")
  private Guard guard;

  @Override
  public Integer call() throws InterruptedException {
    int expected = INITIAL + processes % 2 * steps;
    long lost = 0;
    for (int round = 0; round < rounds; round++) {
      int balance = finalBalance();
      System.out.println("Final balance = " + balance);
      lost += Math.abs(balance - expected);
    }
    long all = (long) rounds * processes * steps;
    System.out.println("Lost updates: at least " + lost + " of " + all);
    return 0;
  }

  private int finalBalance() throws InterruptedException {
    var balance = IntValue.create(INITIAL);
    var start = SharedLatch.create(processes);
    List<JvmProcess> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      int amount = i % 2 == 0 ? 1 : -1;
      int times = steps;
      Guard by = guard;
      running.add(
          JvmProcess.start(
              () -> {
                start.countDown();
                start.await();
                change(balance, amount, times, by);
              }));
    }
    awaitStart(start, running);
    for (JvmProcess process : running) {
      process.join();
    }
    start.free();
    int result = balance.get();
    balance.free();
    return result;
  }

  /// Nobody ends before all have begun, unless it dies: then the others begin without it.
  private static void awaitStart(SharedLatch start, List<JvmProcess> running)
      throws InterruptedException {
    List<Waitable> things = new ArrayList<>(running);
    things.add(start);
    while (Waitable.awaitAny(LONG, things).isEmpty()) {}
    if (!start.isReady()) {
      System.out.println("A process ended before the start: the others begin without it.");
      start.countDown(running.size());
    }
  }

  private static void change(IntValue balance, int amount, int times, Guard by) {
    for (int i = 0; i < times; i++) {
      switch (by) {
        case NONE -> balance.set(balance.get() + amount);
        case LOCK -> {
          balance.getLock().lock();
          try {
            balance.set(balance.get() + amount);
          } finally {
            balance.getLock().unlock();
          }
        }
        case ATOMIC -> balance.getAndAdd(amount);
      }
    }
  }
}
