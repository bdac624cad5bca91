package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Maps, sets, values and records on a server, by what is more than, or other than, any.
class ManagedMapTest extends PlacesTest {
  // ---- maps ----

  @Test
  void functionsRunOnTheServer() {
    ManagedMap<String, Integer> map = objects.map();

    assertEquals(1, map.merge("a", 1, Integer::sum));
    assertEquals(3, map.merge("a", 2, Integer::sum));
    assertEquals(5, map.computeIfAbsent("b", _ -> 5));
    assertEquals(5, map.computeIfAbsent("b", _ -> 6));
    assertEquals(6, map.computeIfPresent("b", (_, v) -> v + 1));
    assertNull(map.computeIfPresent("c", (_, v) -> v + 1));
    assertEquals(0, map.compute("c", (_, v) -> v == null ? 0 : v + 1));
    assertNull(map.compute("c", (_, _) -> null));
    assertNull(map.merge("b", 0, (_, _) -> null));
    map.put("d", 1);
    map.replaceAll((k, v) -> v + k.length());
    assertEquals(Map.of("a", 4, "d", 2), map);
    assertThrows(ArithmeticException.class, () -> map.compute("a", (_, _) -> Math.floorDiv(1, 0)));
    assertThrows(
        NullPointerException.class, () -> map.replaceAll((k, v) -> k.equals("d") ? null : v));
    assertEquals(Map.of("a", 4, "d", 2), map);
  }

  @Test
  void functionsThatCannotTravelRunHere() {
    ConcurrentMap<String, Integer> map = objects.map();
    var here = new Object(); // cannot travel

    assertEquals(1, map.merge("a", 1, (x, y) -> here == null ? 0 : x + y));
    assertEquals(3, map.merge("a", 2, (x, y) -> here == null ? 0 : x + y));
    assertEquals(4, map.compute("a", (_, v) -> here == null ? 0 : v + 1));
    map.replaceAll((_, v) -> here == null ? 0 : v * 2);
    assertEquals(Map.of("a", 8), map);
  }

  @Test
  void countsOfManyThreadsAreExact() throws InterruptedException {
    ManagedMap<String, Integer> map = objects.map();
    ConcurrentMap<String, Integer> same = map;
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int n = 0; n < 200; n++) {
                                if (i % 2 == 0) {
                                  map.merge("count", 1, ManagedMapTest::slowSum);
                                } else {
                                  same.merge("count", 1, ManagedMapTest::slowSum);
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(800, map.get("count"));
  }

  private static int slowSum(int x, int y) {
    Thread.yield(); // others may come between
    return x + y;
  }

  @Test
  void itKeepsTheOrderOfFirstPuts() {
    ManagedMap<String, Integer> map = objects.map();
    for (String key : List.of("z", "a", "m", "z")) {
      map.put(key, key.length());
    }

    assertEquals(List.of("z", "a", "m"), List.copyOf(map.keySet()));
    assertEquals("{z=1, a=1, m=1}", map.toString());
  }

  @Test
  void anIteratorGoesOverWhatWasThere() {
    ManagedMap<String, Integer> map = objects.map();
    map.putAll(Map.of("a", 1));
    map.put("b", 2);
    Iterator<Map.Entry<String, Integer>> iterator = map.entrySet().iterator();
    Map.Entry<String, Integer> first = iterator.next();
    map.remove("b");
    map.put("c", 3);
    first.setValue(10);

    assertEquals("b", iterator.next().getKey());
    assertFalse(iterator.hasNext());
    iterator.remove(); // is gone already
    assertEquals(Map.of("a", 10, "c", 3), map);
  }

  @Test
  void viewsRemoveOnTheServerWhatIsStillAsItWas() {
    ManagedMap<String, Integer> map = objects.map();
    map.putAll(Map.of("a", 1, "b", 2, "c", 3, "d", 4, "e", 5));

    assertTrue(map.keySet().removeAll(Set.of("a", "x")));
    assertTrue(map.values().removeIf(v -> v == 2));
    assertTrue(map.entrySet().remove(Map.entry("c", 3)));
    assertFalse(map.entrySet().remove(Map.entry("d", 3)));
    assertFalse(map.entrySet().removeIf(entry -> map.put(entry.getKey(), 9) == 4));
    assertEquals(Map.of("d", 9, "e", 9), map);
    assertTrue(map.keySet().retainAll(Set.of("d")));
    assertEquals(Map.of("d", 9), map);
  }

  @Test
  void nullIsRefused() {
    ManagedMap<String, Integer> map = objects.map();

    assertThrows(NullPointerException.class, () -> map.put(null, 1));
    assertThrows(NullPointerException.class, () -> map.put("a", null));
    assertThrows(NullPointerException.class, () -> map.get(null));
    assertThrows(NullPointerException.class, () -> objects.set().add(null));
    assertEquals(Map.of(), map);
  }

  @Test
  void noChangeOfAValueIsLost() {
    ManagedMap<String, List<Integer>> map = objects.map();
    map.put("a", new ArrayList<>(List.of(1)));

    assertThrows(UnsupportedOperationException.class, () -> map.get("a").add(2));
    map.compute(
        "a",
        (_, list) -> {
          List<Integer> longer = new ArrayList<>(list);
          longer.add(2);
          return longer;
        });
    assertEquals(List.of(1, 2), map.get("a"));
    assertThrows(UnsupportedOperationException.class, () -> map.get("a").clear());
  }

  // ---- sets ----

  @Test
  void manyElementsOfASetAreOneCall() {
    ManagedSet<Integer> set = objects.set();

    assertTrue(set.addAll(List.of(3, 1, 2, 3)));
    assertFalse(set.addAll(List.of(1, 2)));
    assertEquals(List.of(3, 1, 2), List.copyOf(set));
    assertTrue(set.containsAll(List.of(1, 2)));
    assertFalse(set.containsAll(List.of(1, 4)));
    assertTrue(set.removeIf(n -> n > 2));
    assertEquals(Set.of(1, 2), set);
  }

  // ---- values ----

  @Test
  void aValueChangesInOneStep() {
    ManagedValue<Integer> value = objects.value(1);

    assertEquals(2, value.updateAndGet(n -> n + 1));
    assertEquals(2, value.getAndUpdate(n -> n + 1));
    assertTrue(value.compareAndSet(3, 1000));
    assertFalse(value.compareAndSet(3, 4));
    assertEquals("1000", value.get(n -> n.toString()));
    assertEquals(1000, value.getAndSet(null));
    assertNull(value.get());
    assertEquals("null", value.toString());
    assertThrows(NullPointerException.class, () -> value.updateAndGet(n -> n + 1));
    ManagedValue<Object> other = objects.value("a");
    assertThrows(IllegalArgumentException.class, () -> other.set(new int[1]));
    assertEquals("a", other.get());
  }

  record Job(String state, int percent, List<String> notes) {
    Job {
      if (percent > 100) {
        throw new IllegalArgumentException(percent + " percent");
      }
    }
  }

  @Test
  void componentsOfARecordAreReadAndSet() {
    ManagedRecord<Job> job = objects.record(new Job("waiting", 0, List.of()));

    job.set("state", "running");
    job.updateAndGet(j -> new Job(j.state(), j.percent() + 10, j.notes()));
    assertEquals(10, job.get("percent"));
    assertEquals("running", job.get(Job::state));
    assertEquals(new Job("running", 10, List.of()), job.get());
    assertTrue(job.compareAndSet(job.get(), new Job("done", 100, List.of())));
    assertFalse(job.compareAndSet(new Job("x", 1, List.of()), job.get()));
    assertEquals("done", job.getAndSet(new Job("a", 1, List.of())).state());
    assertEquals("Job[state=a, percent=1, notes=[]]", job.toString());
  }

  @Test
  void aComponentThatIsNotThereOrOfAnotherTypeIsNamed() {
    ManagedRecord<Job> job = objects.record(new Job("waiting", 0, List.of()));

    assertRefused("There is no component 'stat'", () -> job.set("stat", "x"));
    assertRefused("use one of [state, percent, notes]", () -> job.get("stat"));
    assertRefused("to a java.lang.String: it is declared as int", () -> job.set("percent", "x"));
    assertRefused("to null: it is declared as int", () -> job.set("percent", null));
    assertRefused("its constructor throws", () -> job.set("percent", 101));
    assertRefused("Cannot keep a value of int[]", () -> job.set("notes", List.of(new int[1])));
    assertEquals(new Job("waiting", 0, List.of()), job.get());
  }

  private static void assertRefused(String part, Runnable change) {
    String message = assertThrows(IllegalArgumentException.class, change::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
