package io.tandem.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.inspect.LockView.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlockTest {
  @Test
  void whoWaitsForItselfIsACircleOfOne() {
    List<Deadlock> found = Deadlock.among(List.of(waits(7, 7)));

    assertEquals(1, found.size());
    assertEquals(List.of(waits(7, 7)), found.getFirst().steps());
  }

  @Test
  void twoCirclesAreTwoDeadlocks() {
    List<Deadlock> found =
        Deadlock.among(List.of(waits(1, 2), waits(2, 1), waits(9, 1), waits(5, 6), waits(6, 5)));

    assertEquals(
        Set.of(Set.of(1L, 2L), Set.of(5L, 6L)),
        found.stream().map(DeadlockTest::members).collect(Collectors.toSet()));
  }

  @Test
  void aCircleThatEndsByItselfIsNone() {
    List<Deadlock.Step> waits = List.of(waits(1, 2, true), waits(2, 1), waits(3, 4), waits(4, 3));

    List<Deadlock> found = Deadlock.among(waits);

    assertEquals(List.of(Set.of(3L, 4L)), found.stream().map(DeadlockTest::members).toList());
  }

  @Test
  void aFreeLockIsNoDeadlock() {
    var free = new LockView(Optional.empty(), 1, true, Condition.CONSISTENT, 1, 0);
    var waiting = new WaitView(peer(1), 1, "t", Instant.EPOCH, false, 64, free);

    assertEquals(List.of(), Deadlock.among(List.of(new Deadlock.Step("s", "l", waiting))));
  }

  /// Thread `i` waits for what thread `holders[i]` holds; it is in a circle if following the
  /// holders leads back to it.
  @Property
  void exactlyThoseInACircleAreNamed(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 14) Integer> holders) {
    List<Deadlock.Step> steps =
        IntStream.range(0, holders.size()).mapToObj(i -> waits(i, holders.get(i))).toList();
    Set<Long> expected =
        LongStream.range(0, holders.size())
            .filter(i -> leadsBack((int) i, holders))
            .boxed()
            .collect(Collectors.toSet());

    List<Deadlock> found = Deadlock.among(steps);

    assertEquals(
        expected,
        found.stream().flatMap(each -> members(each).stream()).collect(Collectors.toSet()));
    assertEquals(expected.size(), found.stream().mapToInt(each -> each.steps().size()).sum());
  }

  private static boolean leadsBack(int start, List<Integer> holders) {
    int at = start;
    for (int i = 0; i < holders.size() && at < holders.size(); i++) {
      at = holders.get(at);
      if (at == start) {
        return true;
      }
    }
    return false;
  }

  private static Set<Long> members(Deadlock found) {
    return found.steps().stream().map(step -> step.waiting().thread()).collect(Collectors.toSet());
  }

  /// Threads of two processes, by turns.
  private static Deadlock.Step waits(int thread, int holder) {
    return waits(thread, holder, false);
  }

  private static Deadlock.Step waits(int thread, int holder, boolean timed) {
    var lock = new LockView(Optional.of(peer(holder)), holder, true, Condition.CONSISTENT, 1, 0);
    var waiting = new WaitView(peer(thread), thread, "t", Instant.EPOCH, timed, 64L * holder, lock);
    return new Deadlock.Step("s", "lock " + holder, waiting);
  }

  private static PeerView peer(int thread) {
    return new PeerView(1 + thread % 2, 1, 42, Instant.EPOCH, "p", true);
  }
}
