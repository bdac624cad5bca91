package io.tandem.bench.start;

import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLock;
import java.util.Scanner;

/// Answers each line with the milliseconds of a start and a join: `plain empty`, `cached lock` and
/// so on.
final class Starter {
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
      System.out.println(
          millis(words[0].equals("cached"), words[1].equals("lock") ? locking : empty));
    }
  }

  private static double millis(boolean cached, Action task) throws InterruptedException {
    long start = System.nanoTime();
    try (var child = JvmProcess.builder().aotCache(cached).start(task)) {
      child.join();
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
