package io.tandem.tests.kill;

import io.tandem.memory.SharedScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/// The process that is killed: works for ever, with a thread for each kind of work and two where
/// threads of one process meet, and says what is wrong, if anything is.
final class Worker {
  private Worker() {}

  public static void main(String... arguments) throws Exception {
    System.out.println("starts");
    long seed = Long.parseLong(arguments[0]);
    try (var scope = SharedScope.attach(RandomKillTest.SCOPE)) {
      List<Work> all = new ArrayList<>(Work.all(scope));
      all.add(new GuardedPairs(scope));
      all.add(new Handovers(scope));
      all.add(new PublicLocks(scope));
      all.add(new Meetings(scope));
      var begun = new CountDownLatch(all.size());
      List<Thread> threads = new ArrayList<>();
      for (Work work : all) {
        var random = new Random(seed + threads.size());
        threads.add(Thread.ofPlatform().start(() -> workForEver(work, random, begun)));
      }
      begun.await();
      System.out.println("works");
      threads.getFirst().join();
    }
  }

  private static void workForEver(Work work, Random random, CountDownLatch begun) {
    try {
      work.step(random);
      begun.countDown();
      while (true) {
        work.step(random);
      }
    } catch (Throwable wrong) {
      wrong.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
