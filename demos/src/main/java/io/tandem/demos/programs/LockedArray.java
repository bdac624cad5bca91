package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import io.tandem.value.IntArray;
import io.tandem.value.SharedString;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/// An array comes with a lock, for what takes several accesses.
///
/// Answers the Python program `mp_lock_array.py`, of an `Array('i', range(10), lock=True)` that two
/// processes count in between `acquire()` and `release()`, and of an `Array('c', b'Hello, World')`.
/// In Python each access to an element locks again; here it does not, and `array.getAndAdd(i, 1)`
/// would do without the lock. What Python keeps in an array of characters is a [SharedString].
@Command(
    name = "locked-array",
    description =
        "Two processes count in an array under its lock; and a shared text.%n"
            + "prints: Final Array in shared memory: [20000, ...]")
public final class LockedArray implements Callable<Integer> {
  private static final int STEPS = 100_000;

  @Override
  public Integer call() throws InterruptedException {
    var array = IntArray.of(IntStream.range(0, 10).toArray());
    var one = JvmProcess.start(() -> count(array));
    var two = JvmProcess.start(() -> count(array));
    one.join();
    two.join();
    System.out.println("Final Array in shared memory: " + Arrays.toString(array.toArray()));

    var text = SharedString.create(12);
    text.set("Hello, World");
    System.out.println("b'" + text.get() + "'");
    return 0;
  }

  private static void count(IntArray array) {
    for (int i = 0; i < STEPS; i++) {
      array.getLock().lock();
      try {
        array.set(i % 10, array.get(i % 10) + 1);
      } finally {
        array.getLock().unlock();
      }
    }
  }
}
