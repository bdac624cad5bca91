package io.tandem.bench.manager;

import io.tandem.manager.ManagedQueue;
import io.tandem.manager.Manager;
import io.tandem.manager.ManagerDiedException;
import io.tandem.process.JvmProcess;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/// A client that waits in a call of a manager which is killed. It answers each line of its input
/// with one line: the nanoseconds from the `kill -9` until the call has failed.
final class ManagerDeathSide {
  private static final long SETTLE_MILLIS = 30; // nothing says when a thread sleeps

  private ManagerDeathSide() {}

  public static void main(String... arguments) throws InterruptedException {
    System.out.println("ready");
    for (var lines = new Scanner(System.in); lines.hasNextLine(); ) {
      String _ = lines.nextLine();
      System.out.println(killServer());
    }
  }

  private static long killServer() throws InterruptedException {
    try (var manager = Manager.start()) {
      ManagedQueue<Integer> queue = manager.queue(1);
      JvmProcess server = manager.process().orElseThrow();
      var killed = new long[1];
      Thread killer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    sleep();
                    killed[0] = System.nanoTime();
                    server.kill();
                  });
      try {
        Object _ = queue.take();
      } catch (ManagerDiedException e) {
        long told = System.nanoTime();
        killer.join();
        return told - killed[0];
      }
      throw new IllegalStateException("The server's death was not told");
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
