package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.manager.QueueService.End;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// Nobody waits for an object while another compares what is in it: what is compared may be managed
/// objects that compare this one.
@Timeout(120)
class ReferentsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Equals another of the same text, once somebody else has come through to an object.
  private record Probe(String text, Runnable visitor) {
    @Override
    public boolean equals(Object other) {
      letVisit();
      return other instanceof Probe that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      letVisit();
      return text;
    }

    private void letVisit() {
      try {
        assertTrue(Thread.ofPlatform().start(visitor).join(PATIENCE), "nobody comes through");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aListIsNotHeldWhileItsElementsAreCompared() {
    var list = new ListReferent<Probe>(Elements.COPIED);
    var a = new Probe("a", list::size);
    var b = new Probe("b", list::size);
    list.addAll(List.of(a, b));

    assertEquals(1, list.indexOf(new Probe("b", list::size)));
    assertEquals(1, list.lastIndexOf(b));
    assertEquals("[a, b]", list.toString());
    assertTrue(list.compareAndSet(0, new Probe("a", list::size), b));
    assertFalse(list.compareAndSet(0, a, a));
    assertTrue(list.removeElement(b));
    assertFalse(list.removeElement(a));
    assertEquals(1, list.size());
  }

  @Test
  void aMapIsNotHeldWhileItsValuesAreCompared() {
    var map = new MapReferent<String, Probe>(Elements.COPIED);
    var a = new Probe("a", map::size);
    var other = new Probe("a", map::size);
    var b = new Probe("b", map::size);
    map.put("x", a);

    assertTrue(map.containsValue(other));
    assertEquals("{x=a}", map.toString());
    assertTrue(map.replaceEntry("x", other, b));
    assertFalse(map.replaceEntry("x", a, b));
    assertFalse(map.removeEntry("x", a));
    assertFalse(map.removeEntries(Map.of("x", a)));
    assertTrue(map.removeEntries(Map.of("x", b)));
    map.put("x", a);
    assertTrue(map.removeEntry("x", other));
    assertEquals(0, map.size());
  }

  @Test
  void aFunctionThatChangesWhatItIsGivenIsGivenUp() {
    var value = new ValueReferent<Integer>(Elements.FROZEN, 0);
    assertGivenUp(() -> value.update(n -> set(value, n + 1)));
    var list = new ListReferent<Integer>(Elements.FROZEN);
    list.add(1);
    assertGivenUp(() -> list.update(0, n -> list.set(0, n + 1)));
    assertGivenUp(() -> list.replaceAll(n -> list.set(0, n + 1)));
    assertGivenUp(() -> list.removeIf(n -> list.set(0, n + 1) > 0));
    var map = new MapReferent<String, Integer>(Elements.FROZEN);
    map.put("x", 1);
    assertGivenUp(() -> map.compute("x", (key, n) -> map.put(key, n + 1)));
    assertGivenUp(() -> map.replaceAll((key, n) -> map.put(key, n + 1)));
    map.compute("y", (key, n) -> map.put("x", 0)); // another one
    assertEquals(1, map.size() - list.size());
  }

  private static int set(ValueReferent<Integer> value, int next) {
    value.set(next);
    return next;
  }

  private static void assertGivenUp(Executable change) {
    var thrown = assertThrows(ConcurrentModificationException.class, change);
    assertTrue(thrown.getMessage().contains("Let the function change nothing itself"));
  }

  @Test
  void aQueueIsNotHeldWhileItsElementsAreCompared() {
    var queue = new QueueReferent<Probe>(10);
    var a = new Probe("a", queue::size);
    var b = new Probe("b", queue::size);
    List.of(a, b, new Probe("a", queue::size)).forEach(each -> queue.offer(End.TAIL, each));

    assertTrue(queue.remove(End.TAIL, new Probe("a", queue::size)));
    assertTrue(queue.remove(End.HEAD, a));
    assertFalse(queue.remove(End.HEAD, a));
    assertEquals(b, queue.poll(End.TAIL));
  }

  @Test
  void whatIsEqualByAContentThatChangesIsNoKey() {
    var objects = new DirectObjects();
    ManagedMap<Object, Integer> map = objects.map();
    ManagedSet<Object> set = objects.set();
    List<Object> refused =
        List.of(objects.list(), objects.array(List.of(1)), objects.map(), objects.set());
    for (Object key : refused) {
      var thrown = assertThrows(IllegalArgumentException.class, () -> map.put(key, 1));
      assertTrue(thrown.getMessage().contains("Use a name"), thrown.getMessage());
      assertThrows(IllegalArgumentException.class, () -> map.put(List.of("in a list", key), 1));
      assertThrows(IllegalArgumentException.class, () -> map.containsKey(key));
      assertThrows(IllegalArgumentException.class, () -> set.add(key));
    }
    ManagedLock lock = objects.lock();
    map.put(lock, 2);
    assertEquals(Map.of(lock, 2), map);
  }
}
