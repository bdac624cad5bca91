package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLock;
import io.tandem.value.IntValue;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A value is guarded by its own lock, or by any other, or needs none.
///
/// Answers the Python program `mp_lock_value.py`, that counts to 2000000 in two processes with two
/// kinds of lock: the value's `get_lock()` and a separate `Lock`. In Python each access locks once
/// more and `value.acquire()` is a third way to say the first; here accesses do not lock, and the
/// third way is to count in one step.
@Command(
    name = "two-locks",
    description =
        "Two processes count under the value's own lock, a separate one, and none.%n"
            + "prints: Final value in shared memory: 2000000")
public final class TwoLocks implements Callable<Integer> {
  @Option(
      names = "--steps",
      defaultValue = "1000000",
      description = "Of each process (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() throws InterruptedException {
    var value = IntValue.create(0);
    var lock = SharedLock.create();
    int times = steps;
    count("The value's own lock", value, () -> countUnder(value.getLock(), value, times));
    count("A separate lock", value, () -> countUnder(lock, value, times));
    count("No lock", value, () -> countAlone(value, times));
    return 0;
  }

  private static void count(String how, IntValue value, Action work) throws InterruptedException {
    value.set(0);
    long start = System.nanoTime();
    var one = JvmProcess.start(work);
    var two = JvmProcess.start(work);
    one.join();
    two.join();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(how + ":");
    System.out.printf(
        Locale.ROOT, "Final value in shared memory: %d --- %.5f sec%n", value.get(), seconds);
  }

  private static void countUnder(SharedLock lock, IntValue value, int times) {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        value.set(value.get() + 1);
      } finally {
        lock.unlock();
      }
    }
  }

  private static void countAlone(IntValue value, int times) {
    for (int i = 0; i < times; i++) {
      value.incrementAndGet();
    }
  }
}
