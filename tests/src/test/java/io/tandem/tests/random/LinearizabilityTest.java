package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.DIED;
import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NO;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.random.Linearizability.Kill;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The checker tells histories that can have happened from those that cannot.
class LinearizabilityTest {
  private static Event event(int thread, String step, int result, long start, long end) {
    return new Event(thread, new Step(step, 0), result, start, end, 0);
  }

  private static boolean holds(@Nullable Kill kill, List<List<Event>> history) {
    return Linearizability.holds(
        new LockModel(history.stream().flatMap(List::stream).toList()), history, kill);
  }

  @Test
  void twoMayNotHoldALock() {
    var one = List.of(event(0, "lock", DONE, 1, 2), event(0, "unlock", DONE, 5, 6));

    assertFalse(holds(null, List.of(one, List.of(event(1, "lock", DONE, 3, 4)))));
    assertTrue(holds(null, List.of(one, List.of(event(1, "lock", DONE, 3, 9)))));
  }

  @Test
  void aFreeLockMayNotBeRefused() {
    var one = List.of(event(0, "lock", DONE, 1, 2), event(0, "unlock", DONE, 3, 4));

    assertFalse(holds(null, List.of(one, List.of(event(1, "tryLock", NO, 5, 6)))));
    assertTrue(holds(null, List.of(one, List.of(event(1, "tryLock", NO, 3, 6)))));
  }

  @Test
  void aDeathIsToldUntilSomebodyRecovers() {
    var killed = List.of(event(1, "lock", DONE, 1, 2));
    var kill = new Kill(3, 6);
    var told = event(0, "lock", DIED, 5, 8);

    assertTrue(holds(kill, List.of(List.of(told), killed)));
    assertFalse(holds(null, List.of(List.of(told), killed)));
    assertFalse(holds(kill, List.of(List.of(told, event(0, "lock", DONE, 9, 10)), killed)));
    assertTrue(
        holds(
            kill,
            List.of(
                List.of(told, event(0, "recover", DONE, 9, 10), event(0, "lock", DONE, 11, 12)),
                killed)));
  }

  private static final Event LOCK = event(0, "lock", DONE, 1, 2);

  private static List<Event> signaller(String signal, int start) {
    return List.of(
        event(1, "lock", DONE, start, start + 1),
        event(1, signal, DONE, start + 2, start + 3),
        event(1, "unlock", DONE, start + 4, start + 5));
  }

  @Test
  void aWaitGivesTheLockUp() {
    var waiter = List.of(LOCK, event(0, "awaitFor", NO, 3, 20));

    assertTrue(
        holds(
            null,
            List.of(
                waiter, List.of(event(1, "lock", DONE, 4, 5), event(1, "unlock", DONE, 6, 7)))));
    assertFalse(holds(null, List.of(waiter, List.of(event(1, "lock", DONE, 4, 5)))));
  }

  @Test
  void onlyASignalWhileItWaitsEndsAWait() {
    var woken = List.of(LOCK, event(0, "awaitFor", DONE, 3, 20));

    assertTrue(holds(null, List.of(woken, signaller("signal", 4))));
    assertTrue(holds(null, List.of(woken, signaller("signalAll", 4))));
    assertFalse(holds(null, List.of(woken)));
    assertFalse(holds(null, List.of(woken, signaller("signal", 30))));
  }

  @Test
  void aSignalEndsTheWaitOfOne() {
    var two = List.of(event(2, "lock", DONE, 4, 5), event(2, "awaitFor", DONE, 6, 30));
    var woken = List.of(LOCK, event(0, "awaitFor", DONE, 3, 20), event(0, "unlock", DONE, 21, 22));

    assertTrue(holds(null, List.of(woken, signaller("signalAll", 8), two)));
    assertFalse(holds(null, List.of(woken, signaller("signal", 8), two)));
  }
}
