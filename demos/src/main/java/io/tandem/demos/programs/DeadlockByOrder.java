package io.tandem.demos.programs;

import io.tandem.inspect.Deadlock;
import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLatch;
import io.tandem.sync.SharedLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Two processes take the same two locks in different order, and wait for each other for ever.
///
/// In Python nobody tells which of the processes hold what, and a killed one leaves its lock locked
/// for good. Here the detector names the circle, and when one of them is killed, the other goes on.
@Command(
    name = "deadlock",
    description =
        "Two locks, taken in different order: the circle is found and named.%n"
            + "prints: 2 threads wait for each other: ...")
public final class DeadlockByOrder implements Callable<Integer> {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String WHY =
      """
      Each process holds one lock and waits for the other's: neither will ever go on.
      The detector follows who waits for whom; 'tandem locks' prints what it finds.
      One is killed: its lock is free at once, and the other has both.
      Where all take their locks in the same order, there can be no such circle.
      """;

  @Override
  public Integer call() throws InterruptedException {
    boolean crossed = isDeadlock(false);
    boolean ordered = isDeadlock(true);
    System.out.print(WHY);
    return crossed && !ordered ? 0 : 1;
  }

  private static boolean isDeadlock(boolean ordered) throws InterruptedException {
    System.out.println(ordered ? "In the same order:" : "In different order:");
    SharedLock left = SharedLock.open(SharedScope.ofProcessTree(), "left", OwnerDeath.IGNORE);
    SharedLock right = SharedLock.open(SharedScope.ofProcessTree(), "right", OwnerDeath.IGNORE);
    var bothHoldOne = SharedLatch.create(2);
    Duration patience = ordered ? SHORT : LONG;
    SharedLock first = ordered ? left : right;
    SharedLock second = ordered ? right : left;
    var ann = JvmProcess.start("Ann", () -> takeBoth(left, right, bothHoldOne, patience));
    var bob = JvmProcess.start("Bob", () -> takeBoth(first, second, bothHoldOne, patience));
    List<Deadlock> circles = List.of();
    while (circles.isEmpty() && !(ann.join(PAUSE) && bob.join(PAUSE))) {
      circles = circlesOf(ann);
    }
    circles.forEach(circle -> System.out.println(circle.text()));
    if (!circles.isEmpty()) {
      ann.kill();
    }
    ann.join();
    bob.join();
    return !circles.isEmpty();
  }

  /// Of others on this machine, nothing is told.
  private static List<Deadlock> circlesOf(JvmProcess member) {
    return Inspector.deadlocks().stream()
        .filter(
            circle ->
                circle.steps().stream()
                    .anyMatch(step -> step.waiting().process().pid() == member.pid()))
        .toList();
  }

  private static void takeBoth(
      SharedLock first, SharedLock second, SharedLatch bothHoldOne, Duration patience)
      throws InterruptedException {
    first.lock();
    try {
      bothHoldOne.countDown();
      bothHoldOne.await(patience); // in the same order, in vain
      second.lock();
      try {
        System.out.println(JvmProcess.current().name() + " has both locks");
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }
}
