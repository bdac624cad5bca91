package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Lists and arrays on a server, by what is more than, or other than, any list.
class ManagedListTest extends PlacesTest {
  // ---- functions ----

  @Test
  void functionsRunOnTheServer() {
    ManagedList<Integer> list = objects.list();
    list.addAll(List.of(1, 2, 3, 4));

    assertEquals(20, list.updateAndGet(1, n -> n * 10));
    assertEquals(3, list.getAndUpdate(2, n -> n * 10));
    list.replaceAll(n -> n + 1);
    assertEquals(List.of(2, 21, 31, 5), list);
    assertTrue(list.removeIf(n -> n > 20));
    assertFalse(list.removeIf(n -> n > 20));
    assertEquals(List.of(2, 5), list);
    assertTrue(list.compareAndSet(0, 2, 3));
    assertFalse(list.compareAndSet(0, 2, 4));
    assertEquals(3, list.getFirst());
  }

  @Test
  void functionsThatCannotTravelRunHere() {
    List<Integer> list = objects.list();
    list.addAll(List.of(3, 1, 2));
    var here = new Object(); // cannot travel

    list.replaceAll(n -> here == null ? n : n * 10);
    assertTrue(list.removeIf(n -> here != null && n == 10));
    list.sort(Comparator.comparing(n -> here == null ? n : -n));
    assertEquals(List.of(30, 20), list);
    list.sort(null);
    assertEquals(List.of(20, 30), list);
  }

  @Test
  void whatAFunctionThrowsComesHereAndChangesNothing() {
    ManagedList<Integer> list = objects.list();
    list.addAll(List.of(1, 0, 2));

    var thrown = assertThrows(ArithmeticException.class, () -> list.replaceAll(n -> 1 / n));
    assertEquals("/ by zero", thrown.getMessage());
    assertThrows(ArithmeticException.class, () -> list.updateAndGet(1, n -> 1 / n));
    assertThrows(IndexOutOfBoundsException.class, () -> list.updateAndGet(3, n -> n));
    assertEquals(List.of(1, 0, 2), list);
  }

  @Test
  void updatesOfManyThreadsAllCount() throws InterruptedException {
    ManagedList<Integer> list = objects.list();
    list.addAll(Collections.nCopies(2, 0));
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int i = 0; i < 200; i++) {
                                list.updateAndGet(0, n -> n + 1);
                                list.replaceAll((UnaryOperator<Integer>) n -> n + 1);
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(List.of(1600, 800), list);
  }

  @Test
  void aFunctionThatFailsHasChangedOnlyACopy() {
    List<Integer> kept = new ArrayList<>(List.of(1));
    ManagedList<List<Integer>> list = objects.with(Elements.COPIED).list();
    ManagedMap<String, List<Integer>> map = objects.with(Elements.COPIED).map();
    ManagedValue<List<Integer>> value = objects.with(Elements.COPIED).value(kept);
    list.add(kept);
    map.put("k", kept);

    assertThrows(ArithmeticException.class, () -> list.updateAndGet(0, ManagedListTest::spoil));
    assertThrows(ArithmeticException.class, () -> list.replaceAll(ManagedListTest::spoil));
    assertThrows(
        ArithmeticException.class, () -> list.removeIf(each -> spoil(each).equals(List.of())));
    assertThrows(ArithmeticException.class, () -> map.compute("k", (_, each) -> spoil(each)));
    assertThrows(ArithmeticException.class, () -> map.merge("k", kept, (_, each) -> spoil(each)));
    assertThrows(ArithmeticException.class, () -> map.replaceAll((_, each) -> spoil(each)));
    assertThrows(ArithmeticException.class, () -> value.updateAndGet(ManagedListTest::spoil));
    assertThrows(ArithmeticException.class, () -> value.get(ManagedListTest::spoil));
    assertEquals(List.of(List.of(1)), list);
    assertEquals(Map.of("k", List.of(1)), map);
    assertEquals(List.of(1), value.get());
  }

  private static List<Integer> spoil(List<Integer> list) {
    list.clear();
    throw new ArithmeticException("on the way");
  }

  @Test
  void aCopyForAFunctionHasTheSameManagedObjects() {
    assumeTrue(place != Place.DIRECT, "there is no proxy");
    ManagedList<Integer> inner = objects.list();
    ManagedMap<String, List<Object>> map = objects.with(Elements.COPIED).map();
    map.put("k", new ArrayList<>(List.of(inner)));
    var _ =
        map.compute(
            "k",
            (_, each) -> {
              @SuppressWarnings("unchecked")
              var found = (ManagedList<Integer>) each.getFirst();
              found.add(7);
              return each;
            });
    assertEquals(List.of(7), inner);
  }

  // ---- iterating while others write ----

  @Test
  void anIteratorGoesOverWhatWasThere() {
    ManagedList<Integer> list = objects.list();
    list.addAll(List.of(1, 2, 3, 4));
    Iterator<Integer> iterator = list.iterator();
    iterator.next();
    list.removeFirst();
    list.set(0, 20);

    List<Integer> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    assertEquals(List.of(2, 3, 4), rest);
    String message =
        assertThrows(ConcurrentModificationException.class, iterator::remove).getMessage();
    assertTrue(message.contains("updateAndGet"), message);
    assertEquals(List.of(20, 3, 4), list);
  }

  @Test
  void anIteratorChangesTheListAsLongAsNobodyElseDoes() {
    ManagedList<Integer> list = objects.list();
    list.addAll(List.of(1, 2, 3));
    ListIterator<Integer> iterator = list.listIterator();
    assertThrows(IllegalStateException.class, iterator::remove);
    iterator.next();
    iterator.remove();
    iterator.next();
    iterator.set(20);
    iterator.add(25);
    assertEquals(List.of(20, 25, 3), list);
    list.add(9);
    assertThrows(ConcurrentModificationException.class, () -> iterator.add(1));
  }

  @Test
  void viewsActOnTheServer() {
    ManagedList<Integer> list = objects.list();
    list.addAll(List.of(0, 1, 2, 3, 4, 5));
    List<Integer> middle = list.subList(1, 5);

    middle.set(0, 10);
    middle.remove(Integer.valueOf(3));
    middle.add(11);
    middle.subList(1, 3).clear();
    middle.replaceAll(n -> -n);
    assertEquals(List.of(0, -10, -11, 5), list);
    assertEquals(List.of(5, -11, -10, 0), list.reversed());
  }

  // ---- places ----

  @Test
  void placesThatAreNotThereAreNamed() {
    ManagedList<Integer> list = objects.list();
    assertThrows(NoSuchElementException.class, list::getFirst);
    assertThrows(NoSuchElementException.class, list::getLast);
    assertThrows(NoSuchElementException.class, list::removeFirst);
    assertThrows(NoSuchElementException.class, list::removeLast);
    list.add(1);
    for (int index : new int[] {-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var no = assertThrows(IndexOutOfBoundsException.class, () -> list.get(index));
      assertEquals(
          "There is no place %d in a managed list of 1 elements.".formatted(index),
          no.getMessage());
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(index, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> list.remove(index));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> list.add(2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> list.listIterator(2));
    assertEquals(List.of(1), list);
  }

  // ---- elements ----

  record Player(String name, List<Integer> scores) {}

  static final class Mutable implements Serializable {
    private static final long serialVersionUID = 1;
    int value = 1;
  }

  @Test
  void noChangeOfAnElementIsLost() {
    ManagedList<Player> players = objects.list();
    players.add(new Player("Sam", new ArrayList<>(List.of(10))));

    assertThrows(UnsupportedOperationException.class, () -> players.getFirst().scores().add(11));
    players.updateAndGet(0, p -> new Player(p.name(), List.of(10, 11)));
    assertEquals(List.of(10, 11), players.getFirst().scores());
    assertThrows(UnsupportedOperationException.class, players.getFirst().scores()::clear);
  }

  @Test
  void whatCouldBeChangedInVainIsRefusedUnlessItIsToBeCopied() {
    ManagedList<Object> list = objects.list();
    assertThrows(IllegalArgumentException.class, () -> list.add(new Mutable()));
    assertThrows(IllegalArgumentException.class, () -> list.addAll(List.of("a", new int[1])));
    assertEquals(List.of(), list);

    ManagedList<Object> copied = objects.with(Elements.COPIED).list();
    copied.add(new Mutable());
    copied.add(new int[] {1});
    ((int[]) copied.get(1)).clone()[0]++;
    assertArrayEquals(new int[] {1}, (int[]) copied.get(1));
    assertEquals(1, ((Mutable) copied.get(0)).value);
  }

  @Test
  void managedObjectsWithinAreShared() {
    ManagedList<ManagedList<Integer>> rows = objects.list();
    ManagedList<Integer> row = objects.list();
    rows.add(row);
    rows.getFirst().add(1);
    row.add(2);

    assertEquals(List.of(List.of(1, 2)), rows);
    rows.replaceAll(
        each -> {
          each.add(3); // on the server, where it is
          return each;
        });
    assertEquals(List.of(1, 2, 3), row);
    ManagedMap<String, List<ManagedValue<Integer>>> deep = objects.map();
    deep.put("a", List.of(objects.value(5)));
    deep.get("a").getFirst().set(6);
    assertEquals(6, deep.get("a").getFirst().get());
  }

  // ---- arrays ----

  @Test
  void anArrayKeepsItsLength() {
    ManagedArray<Integer> array = objects.array(List.of(3, 1, 2));
    assertThrows(UnsupportedOperationException.class, () -> array.add(1));
    assertThrows(UnsupportedOperationException.class, () -> array.remove(0));
    ListIterator<Integer> iterator = array.listIterator();
    iterator.next();
    assertThrows(UnsupportedOperationException.class, iterator::remove);
    iterator.set(30);
    assertEquals(10, array.updateAndGet(1, n -> n * 10));
    assertEquals(2, array.getAndUpdate(2, n -> n * 10));
    assertEquals(List.of(30, 10, 20), array);
    array.sort(null);
    array.replaceAll(n -> n / 10);
    assertTrue(array.compareAndSet(0, 1, 9));
    assertEquals(List.of(9, 2, 3), array);
  }

  @Test
  void namesFindTheSame() {
    ManagedList<Integer> list = objects.list("numbers-of-" + place);
    list.clear();
    list.add(1);
    assertEquals(List.of(1), objects.list("numbers-of-" + place));
    assertEquals("[1]", list.toString());
  }
}
