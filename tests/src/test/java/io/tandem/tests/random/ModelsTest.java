package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.BROKEN;
import static io.tandem.tests.random.Subject.DIED;
import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.NUMBER;
import static io.tandem.tests.random.Subject.REFUSED;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.random.Linearizability.Kill;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each model takes what may happen, and refuses what a bug of its kind would show: beside each
/// history that is refused is the one that differs from it by the bug only.
class ModelsTest {
  private static final @Nullable Kill NOBODY_DIES = null;

  /// Of process 1, in which threads 1 and 3 are.
  private static final Kill DEATH = new Kill(10, 12);

  private static Event event(int thread, String step, int result, long start, long end) {
    return new Event(thread, new Step(step, 0), result, start, end, 0);
  }

  /// What was not over when its process was killed.
  private static Event killed(int thread, String step, long start) {
    return event(thread, step, 0, start, Event.NEVER);
  }

  private static <S> boolean holds(Model<S> model, @Nullable Kill kill, Event... events) {
    List<List<Event>> threads =
        List.of(0, 1, 2, 3).stream()
            .map(thread -> List.of(events).stream().filter(e -> e.thread() == thread).toList())
            .toList();
    return Linearizability.holds(model, threads, kill);
  }

  // ---- semaphores ----

  private static boolean permits(String kind, @Nullable Kill kill, Event... events) {
    return holds(new SemaphoreModel(kind), kill, events);
  }

  @Test
  void permitsAreNotTakenTwice() {
    var two = event(0, "tryAcquireTwo", DONE, 1, 2);

    assertTrue(permits("plain", NOBODY_DIES, two, event(1, "tryAcquire", DONE, 3, 4)));
    assertFalse(permits("plain", NOBODY_DIES, two, event(1, "tryAcquireTwo", DONE, 3, 4)));
    assertFalse(permits("plain", NOBODY_DIES, two, event(1, "drain", NUMBER + 2, 3, 4)));
  }

  @Test
  void permitsThatAreFreeAreNotRefused() {
    var two = event(0, "tryAcquireTwo", DONE, 1, 2);
    var back = event(0, "release", DONE, 3, 4);

    assertTrue(permits("plain", NOBODY_DIES, two, event(1, "tryAcquireTwo", NO, 5, 6)));
    assertFalse(permits("plain", NOBODY_DIES, two, back, event(1, "tryAcquireTwo", NO, 5, 6)));
  }

  @Test
  void aBoundedSemaphoreDoesNotGrow() {
    assertTrue(permits("plain", NOBODY_DIES, event(0, "release", DONE, 1, 2)));
    assertFalse(permits("bounded", NOBODY_DIES, event(0, "release", DONE, 1, 2)));
    assertTrue(permits("bounded", NOBODY_DIES, event(0, "release", REFUSED, 1, 2)));
  }

  @Test
  void onlyOwnedPermitsOfTheDeadReturn() {
    var dead = event(1, "tryAcquireTwo", DONE, 1, 2);
    var all = event(0, "drain", NUMBER + 3, 20, 21);
    var rest = event(0, "drain", NUMBER + 1, 20, 21);

    assertTrue(permits("owned", DEATH, dead, all));
    assertFalse(permits("owned", DEATH, dead, rest), "not returned");
    assertFalse(permits("owned", NOBODY_DIES, dead, all), "returned by nobody");
    assertFalse(permits("plain", DEATH, dead, all));
    assertTrue(permits("plain", DEATH, dead, rest));
  }

  @Test
  void nobodyReturnsWhatAnotherProcessOwns() {
    var other = event(0, "tryAcquire", DONE, 1, 2);

    assertTrue(permits("owned", NOBODY_DIES, other, event(1, "release", REFUSED, 3, 4)));
    assertFalse(permits("owned", NOBODY_DIES, other, event(1, "release", DONE, 3, 4)));
    assertTrue(permits("owned", NOBODY_DIES, other, event(2, "release", DONE, 3, 4)));
  }

  // ---- barriers ----

  @Test
  void aGenerationPassesWithAllOfIt() {
    var first = event(0, "awaitFor", NUMBER + 1, 1, 6);

    assertTrue(holds(new BarrierModel(), NOBODY_DIES, first, event(1, "awaitFor", NUMBER, 2, 5)));
    assertFalse(holds(new BarrierModel(), NOBODY_DIES, first), "alone");
    assertFalse(
        holds(new BarrierModel(), NOBODY_DIES, first, event(1, "awaitFor", NUMBER, 7, 8)),
        "before the other one came");
    assertFalse(
        holds(new BarrierModel(), NOBODY_DIES, first, event(1, "awaitFor", NUMBER + 1, 2, 5)),
        "the same index twice");
  }

  @Test
  void aDeathBreaksTheGenerationItIsIn() {
    var dead = killed(1, "awaitFor", 1);

    assertTrue(holds(new BarrierModel(), DEATH, dead, event(0, "awaitFor", BROKEN, 20, 21)));
    assertFalse(
        holds(
            new BarrierModel(),
            DEATH,
            event(1, "isBroken", DONE, 1, 2),
            event(0, "awaitFor", NUMBER, 20, 21)),
        "met nobody");
    assertFalse(
        holds(new BarrierModel(), NOBODY_DIES, event(0, "isBroken", BROKEN, 20, 21)),
        "nothing broke it");
  }

  // ---- read-write locks ----

  private static boolean readsAndWrites(@Nullable Kill kill, Event... events) {
    return holds(new ReadWriteModel(List.of(events), kill), kill, events);
  }

  @Test
  void nobodyReadsWhileAnotherWrites() {
    var writing = event(0, "write", DONE, 1, 2);
    var over = event(0, "endWriting", DONE, 5, 6);

    assertFalse(readsAndWrites(NOBODY_DIES, writing, event(1, "read", DONE, 3, 4), over));
    assertFalse(readsAndWrites(NOBODY_DIES, writing, event(1, "write", DONE, 3, 4), over));
    assertTrue(readsAndWrites(NOBODY_DIES, writing, event(1, "read", DONE, 3, 7), over));
    assertTrue(readsAndWrites(NOBODY_DIES, writing, event(0, "read", DONE, 3, 4), over));
  }

  @Test
  void nobodyWritesWhileAnotherReads() {
    var reading = event(0, "read", DONE, 1, 2);

    assertTrue(readsAndWrites(NOBODY_DIES, reading, event(1, "read", DONE, 3, 4)));
    assertFalse(readsAndWrites(NOBODY_DIES, reading, event(1, "write", DONE, 3, 4)));
    assertFalse(readsAndWrites(NOBODY_DIES, reading, event(0, "write", DONE, 3, 4)), "upgraded");
  }

  @Test
  void onlyTheDeathOfAWriterIsToldOf() {
    var writing = event(1, "write", DONE, 1, 2);
    var reading = event(1, "read", DONE, 1, 2);

    assertTrue(readsAndWrites(DEATH, writing, event(0, "read", DIED, 20, 21)));
    assertFalse(readsAndWrites(DEATH, writing, event(0, "read", DONE, 20, 21)));
    assertTrue(readsAndWrites(DEATH, reading, event(0, "write", DONE, 20, 21)));
    assertFalse(readsAndWrites(DEATH, reading, event(0, "write", DIED, 20, 21)));
    assertFalse(readsAndWrites(DEATH, reading, event(0, "tryWrite", NO, 20, 21)));
  }

  // ---- events, latches and values ----

  @Test
  void whoWaitsSeesWhatWasSet() {
    var set = event(1, "set", DONE, 3, 4);
    var clear = event(1, "clear", DONE, 5, 6);

    assertTrue(holds(new EventModel(), NOBODY_DIES, event(0, "awaitFor", NO, 1, 2), set));
    assertFalse(
        holds(new EventModel(), NOBODY_DIES, set, event(0, "awaitFor", NO, 5, 6)), "was set");
    assertFalse(holds(new EventModel(), NOBODY_DIES, event(0, "awaitFor", DONE, 1, 2), set));
    assertTrue(holds(new EventModel(), NOBODY_DIES, event(0, "awaitFor", DONE, 1, 8), set, clear));
  }

  @Test
  void aLatchOpensAtZero() {
    var countDown = event(0, "countDown", DONE, 1, 2);

    assertFalse(holds(new EventModel(), NOBODY_DIES, event(1, "awaitZeroFor", DONE, 3, 4)));
    assertTrue(holds(new EventModel(), NOBODY_DIES, countDown, event(1, "awaitZeroFor", NO, 3, 4)));
    assertFalse(
        holds(
            new EventModel(),
            NOBODY_DIES,
            countDown,
            event(1, "look", NUMBER + EventSubject.COUNT, 3, 4)));
  }

  @Test
  void anUpdateIsNotLost() {
    for (String step : List.of("getAndAdd", "addUnderLock")) {
      var one = event(0, step, NUMBER, 1, 4);

      assertTrue(holds(new ValueModel(), NOBODY_DIES, one, event(1, step, NUMBER + 1, 2, 3)));
      assertFalse(holds(new ValueModel(), NOBODY_DIES, one, event(1, step, NUMBER, 2, 3)));
      assertTrue(holds(new ValueModel(), DEATH, killed(1, step, 1), event(0, step, NUMBER, 2, 3)));
      assertTrue(
          holds(new ValueModel(), DEATH, killed(1, step, 1), event(0, step, NUMBER + 1, 2, 3)));
    }
  }

  // ---- queues ----

  private static boolean queued(@Nullable Kill kill, Event... events) {
    return holds(new QueueModel(), kill, events);
  }

  private static final Event ONE = event(0, "offer1", DONE, 1, 2);
  private static final Event TWO = event(0, "offer2", DONE, 3, 4);

  @Test
  void whatIsPutIsTakenOnceInItsOrder() {
    var first = event(1, "poll", NUMBER + 1, 5, 6);

    assertTrue(queued(NOBODY_DIES, ONE, TWO, first, event(1, "poll", NUMBER + 2, 7, 8)));
    assertFalse(queued(NOBODY_DIES, ONE, TWO, event(1, "poll", NUMBER + 2, 5, 6)), "overtaken");
    assertFalse(queued(NOBODY_DIES, ONE, TWO, first, event(1, "poll", NUMBER + 1, 7, 8)), "twice");
    assertFalse(queued(NOBODY_DIES, ONE, TWO, first, event(1, "poll", NO, 7, 8)), "lost");
    assertFalse(queued(NOBODY_DIES, event(1, "poll", NUMBER + 1, 5, 6)), "put by nobody");
  }

  @Test
  void thereIsRoomForAsManyAsItWasMadeFor() {
    var three = event(0, "offer3", DONE, 5, 6);

    assertTrue(queued(NOBODY_DIES, ONE, TWO, three, event(0, "offer1", NO, 7, 8)));
    assertFalse(queued(NOBODY_DIES, ONE, TWO, three, event(0, "offer1", DONE, 7, 8)));
    assertFalse(queued(NOBODY_DIES, ONE, TWO, event(0, "offer3", NO, 5, 6)));
  }

  @Test
  void whoDiesTakingTakesOneAtMost() {
    var dead = killed(1, "poll", 5);

    assertTrue(queued(DEATH, ONE, TWO, dead, event(2, "poll", NUMBER + 1, 20, 21)));
    assertTrue(queued(DEATH, ONE, TWO, dead, event(2, "poll", NUMBER + 2, 20, 21)));
    assertFalse(queued(DEATH, ONE, TWO, dead, event(2, "poll", NO, 20, 21)));
  }

  @Test
  void onlyWhatTheDeadHaveLeasedComesBack() {
    var lease = event(1, "lease", NUMBER + 1, 5, 6);
    var again = event(2, "lease", NUMBER + 1, 20, 21);

    assertTrue(queued(DEATH, ONE, TWO, lease, again));
    assertFalse(queued(NOBODY_DIES, ONE, TWO, lease, again), "twice");
    assertFalse(queued(DEATH, ONE, TWO, lease, event(2, "poll", NUMBER + 2, 20, 21)), "lost");
    assertFalse(queued(DEATH, ONE, lease, event(1, "acknowledge", DONE, 7, 8), again), "acked");
    assertTrue(queued(NOBODY_DIES, ONE, lease, event(1, "giveBack", DONE, 7, 8), again));
  }
}
