package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLock;
import io.tandem.value.IntValue;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A value is guarded by its own lock, or by any other, or needs none.
///
/// Answers the Python program that counts to 2000000 in two processes with two kinds of lock: the
/// value's `get_lock()` and a separate `Lock`. In Python each access locks once more and
/// `value.acquire()` is a third way to say the first; here accesses do not lock, and the third way
/// is to count in one step.
@Command(
    name = "two-locks",
    description = "Two processes count under the value's own lock, a separate one, and none.")
public final class TwoLocks implements Callable<Integer> {
  private static final int STEPS = 1_000_000;

  @Override
  public Integer call() throws InterruptedException {
    var value = IntValue.create(0);
    var lock = SharedLock.create();
    count("The value's own lock", value, () -> countUnder(value.getLock(), value));
    count("A separate lock", value, () -> countUnder(lock, value));
    count("No lock", value, () -> countAlone(value));
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

  private static void countUnder(SharedLock lock, IntValue value) {
    for (int i = 0; i < STEPS; i++) {
      lock.lock();
      try {
        value.set(value.get() + 1);
      } finally {
        lock.unlock();
      }
    }
  }

  private static void countAlone(IntValue value) {
    for (int i = 0; i < STEPS; i++) {
      value.incrementAndGet();
    }
  }
}
