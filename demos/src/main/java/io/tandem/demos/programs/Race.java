package io.tandem.demos.programs;

import io.tandem.park.Waitable;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Processes that begin together: otherwise one would be done before the next JVM has started.
final class Race {
  /// How often a race is run until it shows what it is there to show.
  static final int MOST_TRIES = 10;

  private static final Duration LONG = Duration.ofHours(1);
  private static final long MOST_SPIN_NANOS = 10_000_000_000L;

  private Race() {}

  /// Starts a process on each task, lets them begin when all are there, and waits until all have
  /// ended.
  static void run(Action... tasks) throws InterruptedException {
    var start = SharedLatch.create(tasks.length);
    List<JvmProcess> running = new ArrayList<>();
    for (Action task : tasks) {
      running.add(
          JvmProcess.start(
              () -> {
                start.countDown();
                start.await();
                task.run();
              }));
    }
    awaitStart(start, running);
    for (JvmProcess process : running) {
      process.join();
    }
    start.free();
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

  /// Waits without sleeping, as a race needs it, and not for ever, since the other may have died.
  ///
  /// @return whether the condition holds
  static boolean spinUntil(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > MOST_SPIN_NANOS) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
