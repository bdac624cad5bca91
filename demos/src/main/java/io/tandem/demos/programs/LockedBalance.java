package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLock;
import io.tandem.value.IntValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A lock around each step, and the balance is what it was.
///
/// Answers the second Python program of "Synchronization and Pooling of processes in Python", that
/// passes a `Value` and a `Lock` to two processes. The lock here is `java.util.concurrent`'s, with
/// `try` and `finally`; a process that is killed while it holds it does not stop the other for
/// ever, which in Python it does.
@Command(
    name = "locked-balance",
    description =
        "Two processes add and subtract under a lock: the balance stays.%n"
            + "prints: Final balance = 100")
public final class LockedBalance implements Callable<Integer> {
  private static final int STEPS = 10_000;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Each begins anew (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      var balance = IntValue.create(100);
      var lock = SharedLock.create();
      var withdraw = JvmProcess.start(() -> change(balance, -1, lock));
      var deposit = JvmProcess.start(() -> change(balance, 1, lock));
      withdraw.join();
      deposit.join();
      System.out.println("Final balance = " + balance);
    }
    return 0;
  }

  private static void change(IntValue balance, int amount, SharedLock lock) {
    for (int i = 0; i < STEPS; i++) {
      lock.lock();
      try {
        balance.set(balance.get() + amount);
      } finally {
        lock.unlock();
      }
    }
  }
}
