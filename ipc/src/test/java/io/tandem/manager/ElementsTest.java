package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is kept of a value, so that nobody changes a copy in vain.
class ElementsTest {
  record Order(int number, List<String> articles) {}

  record Declared(ArrayList<String> articles) {}

  record Pixels(int[] values) {}

  record Unmodifiable(List<String> articles) {
    Unmodifiable {
      articles = List.copyOf(articles);
    }
  }

  record Modifiable(List<String> articles) {
    Modifiable {
      articles = new ArrayList<>(articles);
    }
  }

  record Tree(int value, Tree left, Optional<Tree> right) {}

  private static <T> T kept(T value) {
    return Elements.FROZEN.keep(value);
  }

  /// As it comes to another process.
  @SuppressWarnings("unchecked")
  private static <T> T sent(T value) {
    Encoding encoded = Codec.data().encode(value);
    var bytes = MemorySegment.ofArray(new byte[(int) encoded.size()]);
    encoded.writeTo(bytes, 0);
    return (T) Codec.data().decode(bytes);
  }

  static Stream<Object> constants() {
    return Stream.of(
        1,
        "a",
        'c',
        2.0,
        TimeUnit.DAYS,
        Instant.EPOCH,
        Optional.of("x"),
        new Tree(1, new Tree(2, null, Optional.empty()), Optional.empty()),
        new DirectObjects().list(),
        new DirectObjects().lock());
  }

  @ParameterizedTest
  @MethodSource("constants")
  void whatNobodyCanChangeIsKeptAsItIs(Object value) {
    assertSame(value, kept(value));
  }

  @Test
  void nullIsKept() {
    assertSame(null, kept(null));
    assertEquals(Arrays.asList("a", null), kept(Arrays.asList("a", null)));
  }

  @Test
  void aListRefusesChangesAtAnyDepth() {
    List<List<String>> list = new ArrayList<>(List.of(new ArrayList<>(List.of("a"))));
    List<List<String>> kept = kept(list);
    list.getFirst().add("b");
    list.clear();

    for (List<List<String>> each : List.of(kept, sent(kept), sent(sent(kept)))) {
      assertEquals(List.of(List.of("a")), each);
      assertLost(() -> each.add(List.of()));
      assertLost(() -> each.getFirst().add("c"));
      assertLost(() -> each.getFirst().set(0, "c"));
      assertLost(() -> each.getFirst().removeFirst());
      assertLost(() -> each.getFirst().removeIf(_ -> true));
      assertLost(() -> each.getFirst().sort(null));
      assertLost(each::clear);
      Iterator<String> iterator = each.getFirst().iterator();
      iterator.next();
      assertLost(iterator::remove);
      assertSame(each, kept(each));
    }
  }

  @Test
  void aSetAndAMapRefuseChangesAndKeepTheirOrder() {
    Map<String, Set<Integer>> map = new HashMap<>(Map.of("k", new TreeSet<>(Set.of(3, 1, 2))));
    Map<String, Set<Integer>> kept = kept(map);

    for (Map<String, Set<Integer>> each : List.of(kept, sent(kept), sent(sent(kept)))) {
      assertEquals(map, each);
      assertEquals(map.hashCode(), each.hashCode());
      assertEquals(List.of(1, 2, 3), List.copyOf(each.get("k")));
      assertTrue(each.containsKey("k"));
      assertLost(() -> each.put("x", Set.of()));
      assertLost(() -> each.merge("k", Set.of(), (_, _) -> Set.of()));
      assertLost(() -> each.remove("k"));
      assertLost(() -> each.keySet().remove("k"));
      assertLost(() -> each.values().clear());
      assertLost(() -> each.entrySet().iterator().next().setValue(Set.of()));
      assertLost(() -> each.get("k").add(4));
      assertLost(() -> each.get("k").remove(1));
      assertLost(() -> each.get("k").retainAll(Set.of()));
      assertLost(() -> each.get("k").removeAll(Set.of(1)));
      assertLost(each.get("k")::clear);
    }
  }

  private static void assertLost(Runnable change) {
    String message = assertThrows(UnsupportedOperationException.class, change::run).getMessage();
    assertTrue(message.startsWith("Cannot change this: it is a copy"), message);
  }

  @Test
  void aRecordIsMadeAnewOfWhatNobodyCanChange() {
    var order = new Order(1, new ArrayList<>(List.of("a")));
    Order kept = kept(order);

    assertNotSame(order, kept);
    assertEquals(order, kept);
    assertLost(() -> kept.articles().add("b"));
    assertLost(() -> sent(kept).articles().add("b"));
    assertSame(kept, kept(kept));
    Unmodifiable copied = kept(new Unmodifiable(List.of("a")));
    assertThrows(UnsupportedOperationException.class, () -> copied.articles().add("b"));
  }

  @Test
  void whatCanBeChangedIsRefused() {
    assertRefused(new int[1], "Cannot keep a value of int[]: it can be changed");
    assertRefused(new Date(0), "Cannot keep a value of java.util.Date: it can be changed");
    assertRefused(new StringBuilder(), "Cannot keep a value of java.lang.StringBuilder");
    assertRefused(new ArrayDeque<>(), "Cannot keep a value of java.util.ArrayDeque");
    String in = "in a " + ElementsTest.class.getName();
    assertRefused(List.of(Map.of(1, new AtomicInteger())), "in a java.util.");
    assertRefused(new Pixels(new int[1]), "Cannot keep a value of int[] " + in + "$Pixels: it can");
    assertRefused(
        new Declared(new ArrayList<>()), "component 'articles' of", "is declared as ArrayList");
    assertRefused(
        new Modifiable(List.of("a")), "Cannot keep a value of java.util.ArrayList", "constructor");
  }

  @Test
  void whatIsInItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    String message = assertThrows(IllegalArgumentException.class, () -> kept(list)).getMessage();
    assertTrue(message.startsWith("Cannot keep a value that is in itself"), message);
  }

  private static void assertRefused(Object value, String... parts) {
    String message = assertThrows(IllegalArgumentException.class, () -> kept(value)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertTrue(message.endsWith("or make this one by manager.with(Elements.COPIED)."), message);
    assertSame(value, Elements.COPIED.keep(value));
  }
}
