package io.tandem.bench.start;

import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.process.SpareJvms;
import io.tandem.sync.SharedLock;
import java.util.Scanner;

/// Answers each line with the milliseconds of a start and a join: `plain empty`, `cached lock`,
/// `spare empty` and so on.
final class Starter {
  private static final long WARM_UP_MILLIS = 600;

  private Starter() {}

  public static void main(String... arguments) throws Exception {
    SharedLock lock = SharedLock.create();
    Action empty = () -> {};
    Action locking =
        () -> {
          lock.lock();
          lock.unlock();
        };
    System.out.println("ready");
    for (var lines = new Scanner(System.in); lines.hasNextLine(); ) {
      String[] words = lines.nextLine().split(" ");
      Action task = words[1].equals("lock") ? locking : empty;
      if (words[0].equals("spare")) {
        prepareSpare();
      }
      System.out.println(millis(!words[0].equals("plain"), task));
      SpareJvms.keep(0);
    }
  }

  private static void prepareSpare() throws InterruptedException {
    SpareJvms.keep(1);
    double _ = millis(true, () -> {});
    Thread.sleep(WARM_UP_MILLIS); // nobody tells when a spare waits
  }

  private static double millis(boolean cached, Action task) throws InterruptedException {
    long start = System.nanoTime();
    try (var child = JvmProcess.builder().aotCache(cached).start(task)) {
      child.join();
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
