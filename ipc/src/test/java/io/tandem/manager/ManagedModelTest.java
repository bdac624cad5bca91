package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Any program leaves of a managed collection, behind a server, what it leaves of Java's own.
class ManagedModelTest {
  private static Place.Opened opened;

  @BeforeContainer
  static void open() throws IOException, InterruptedException {
    opened = Place.MEMORY.open();
  }

  @AfterContainer
  static void close() {
    opened.close();
  }

  /// One step; numbers are places, modulo what there is.
  record Step(int kind, int one, int other, String text) {
    Object on(List<String> list) {
      int size = list.size();
      int at = one % (size + 1);
      int from = Math.min(at, other % (size + 1));
      int to = Math.max(at, other % (size + 1));
      return switch (kind % 12) {
        case 0, 1 -> list.add(text);
        case 2 -> {
          list.add(at, text);
          yield at;
        }
        case 3 -> size == 0 ? "empty" : list.remove(one % size);
        case 4 -> size == 0 ? "empty" : list.set(one % size, text);
        case 5 -> list.remove(text);
        case 6 -> list.addAll(at, List.of(text, text + 1, text + 2));
        case 7 -> list.removeIf(each -> each.length() % 3 == one % 3);
        case 8 -> {
          list.subList(from, to).clear();
          yield from;
        }
        case 9 -> {
          list.sort(null);
          yield list.toString();
        }
        case 10 -> {
          list.replaceAll(each -> each.length() > 20 ? "" : each + text);
          yield list.indexOf(text) + 1000 * list.lastIndexOf(text);
        }
        default -> size == 0 ? "empty" : list.removeFirst() + list.hashCode();
      };
    }

    Object on(Map<String, Integer> map) {
      String key = text.isEmpty() ? "k" : text.substring(0, 1);
      return switch (kind % 12) {
        case 0, 1 -> "" + map.put(key, one);
        case 2 -> "" + map.remove(key);
        case 3 -> map.remove(key, other);
        case 4 -> "" + map.merge(key, one, Integer::sum);
        case 5 ->
            ""
                + map.compute(
                    key, (_, v) -> v == null ? Integer.valueOf(one) : v > 50 ? null : v + 1);
        case 6 -> "" + map.computeIfAbsent(key, _ -> other) + map.getOrDefault("none", 1);
        case 7 -> "" + map.computeIfPresent(key, (k, v) -> v + k.length());
        case 8 -> map.values().removeIf(v -> v % 5 == one % 5);
        case 9 -> {
          map.replaceAll((_, v) -> v + 1);
          yield map.entrySet().toString();
        }
        case 10 -> map.keySet().retainAll(List.of("a", "b", "c", key));
        default -> map.hashCode() + map.keySet().toString() + map.containsValue(other);
      };
    }

    Object on(Deque<String> deque) {
      return switch (kind % 12) {
        case 0, 1 -> deque.offer(text);
        case 2 -> deque.offerFirst(text);
        case 3 -> "" + deque.poll();
        case 4 -> "" + deque.pollLast();
        case 5 -> "" + deque.peekFirst() + deque.peekLast();
        case 6 -> deque.removeFirstOccurrence(text);
        case 7 -> deque.removeLastOccurrence(text);
        case 8 -> deque.contains(text);
        case 9 -> deque.size();
        case 10 -> List.copyOf(deque).reversed();
        default -> deque.addAll(List.of(text, "x"));
      };
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 99),
            Arbitraries.integers().between(0, 99),
            Arbitraries.strings().withChars("abc").ofMaxLength(3))
        .as(Step::new);
  }

  @Property(tries = 200)
  void aListIsAsAnArrayList(@ForAll @Size(max = 30) List<@From("steps") Step> steps) {
    ManagedList<String> managed = opened.objects().list();
    List<String> model = new ArrayList<>();
    for (Step each : steps) {
      assertEquals(each.on(model), each.on(managed), each::toString);
      assertEquals(model, managed, each::toString);
    }
  }

  @Property(tries = 200)
  void aMapIsAsALinkedHashMap(@ForAll @Size(max = 30) List<@From("steps") Step> steps) {
    ManagedMap<String, Integer> managed = opened.objects().map();
    Map<String, Integer> model = new LinkedHashMap<>();
    for (Step each : steps) {
      assertEquals(each.on(model), each.on(managed), each::toString);
      assertEquals(List.copyOf(model.entrySet()), List.copyOf(managed.entrySet()), each::toString);
    }
  }

  @Property(tries = 200)
  void aDequeIsAsAnArrayDeque(@ForAll @Size(max = 30) List<@From("steps") Step> steps) {
    ManagedDeque<String> managed = opened.objects().deque();
    Deque<String> model = new ArrayDeque<>();
    for (Step each : steps) {
      assertEquals(each.on(model), each.on(managed), each::toString);
      assertEquals(List.copyOf(model), List.copyOf(managed), each::toString);
    }
  }
}
