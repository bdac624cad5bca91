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

  @Test
  void aWaitGivesTheLockUp() {
    var waiter = List.of(event(0, "lock", DONE, 1, 2), event(0, "awaitFor", DONE, 3, 9));

    assertTrue(
        holds(
            null,
            List.of(
                waiter, List.of(event(1, "lock", DONE, 4, 5), event(1, "unlock", DONE, 6, 7)))));
    assertFalse(holds(null, List.of(waiter, List.of(event(1, "lock", DONE, 4, 5)))));
  }
}
