package io.tandem.demos.programs;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import io.tandem.value.IntValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Looking at a flag and going to sleep are two steps, and a signal between them wakes nobody.
///
/// One process raises a flag again and again, and wakes another one that waits for it. Python's
/// `Condition` has the same rule, to look and to wait under one lock, and `wait_for` that keeps it;
/// here that is [SharedCondition#awaitUntil(java.util.function.BooleanSupplier)].
@Command(
    name = "lost-wakeup",
    description =
        "A process is woken just before it sleeps, and so sleeps on.%n"
            + "prints: slept in round 643, although the flag was up")
public final class LostWakeup implements Callable<Integer> {
  private static final int ROUNDS = 5_000;
  private static final int SHORT_MILLIS = 500; // without a limit it would sleep for ever
  private static final int NOT_RAISED = -1; // the other died, or was late
  private static final String WHY =
      """
      The waiter looks at the flag, finds it down, and goes to sleep. If the flag is raised and
      the signal given in between, nobody sleeps yet to hear it: then it sleeps on, for ever.
      Who looks under the lock keeps the signal out until it sleeps: to wait gives the lock up.
      """;

  @Override
  public Integer call() throws InterruptedException {
    int without = 0;
    for (int i = 0; i < Race.MOST_TRIES && without <= 0; i++) {
      without = roundLost(false);
    }
    int under = roundLost(true);
    System.out.println("Looked without the lock: " + text(without));
    System.out.print("Looked under the lock: " + text(under) + "\n" + WHY);
    return without > 0 && under == 0 ? 0 : 1;
  }

  private static String text(int round) {
    if (round == NOT_RAISED) {
      return "shows nothing, as the flag was not raised in time";
    }
    return round == 0 ? "always woken" : "slept in round " + round + ", although the flag was up";
  }

  /// @return the first round in which the waiter slept on, 0, or [#NOT_RAISED]
  private static int roundLost(boolean locked) throws InterruptedException {
    SharedCondition raised = SharedLock.create().newCondition();
    var flag = IntValue.create(0); // the last round it was raised for
    var turn = IntValue.create(0); // the round that the waiter is in
    var lost = IntValue.create(0);
    Race.run(
        () -> {
          for (int round = 1; round <= ROUNDS && lost.get() == 0; round++) {
            turn.set(round);
            boolean woken = isWoken(raised, flag, round, locked);
            lost.set(woken ? 0 : flag.get() >= round ? round : NOT_RAISED);
          }
          turn.set(ROUNDS);
        },
        () -> {
          while (flag.get() < ROUNDS && Race.spinUntil(() -> turn.get() > flag.get())) {
            raise(raised, flag);
          }
        });
    return lost.get();
  }

  private static boolean isWoken(SharedCondition raised, IntValue flag, int round, boolean locked)
      throws InterruptedException {
    if (!locked && flag.get() >= round) {
      return true;
    }
    raised.lock().lock(); // when it has looked before, the flag may be up by now
    try {
      return locked
          ? raised.awaitUntil(() -> flag.get() >= round, Duration.ofSeconds(10))
          : raised.await(SHORT_MILLIS, MILLISECONDS);
    } finally {
      raised.lock().unlock();
    }
  }

  private static void raise(SharedCondition raised, IntValue flag) {
    raised.lock().lock();
    try {
      flag.incrementAndGet();
      raised.signal();
    } finally {
      raised.lock().unlock();
    }
  }
}
