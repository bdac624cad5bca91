package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Kills one process after the other, and does the same work itself after each kill: this is the
/// survivor that must get on.
final class Lane implements Callable<Void> {
  private static final int MOST_DELAY_NANOS = (int) TimeUnit.MILLISECONDS.toNanos(50);
  private static final int STEPS = 10;

  private final Random random;
  private final AtomicInteger kills;
  private final List<Work> works;

  /// @param kills left to do, by all lanes
  Lane(SharedScope scope, long seed, AtomicInteger kills) {
    this.random = new Random(seed);
    this.kills = kills;
    this.works = Work.all(scope);
  }

  @Override
  public Void call() throws Exception {
    while (kills.getAndDecrement() > 0) {
      kill();
      for (Work work : works) {
        for (int i = 0; i < STEPS; i++) {
          work.step(random);
        }
      }
    }
    return null;
  }

  /// One in four before it says that it works: it attaches and registers.
  private void kill() throws Exception {
    boolean early = random.nextInt(4) == 0;
    boolean portable = random.nextInt(4) == 0;
    List<String> flags = portable ? List.of("-Dtandem.portable=true") : List.of();
    try (var child = ChildJvm.start(flags, Worker.class, Long.toString(random.nextLong()))) {
      child.awaitLine(early ? "starts" : "works");
      LockSupport.parkNanos(random.nextInt(early ? 2 * MOST_DELAY_NANOS : MOST_DELAY_NANOS));
      child.kill();
      List<String> complaints = child.awaitEnd();
      complaints.remove("works");
      assertEquals(List.of(), complaints);
    }
  }

  void finish() {
    works.forEach(Work::finish);
  }
}
