package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.TypedCodec;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import io.tandem.value.IntValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What the elements of a shared list may be, and what becomes of those that are none.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedListElementsTest {
  record Point(int x, int y) {}

  record Order(long id, String customer, Point at, byte[] seal) {}

  record Tree(int value, Tree left, Tree right) {}

  record Appointment(
      String what, ZonedDateTime at, List<DayOfWeek> days, Optional<IntValue> done) {}

  record Note(Object content) {}

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("elements");

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void itHoldsAnyBoxTextBytesAndNull() {
    SharedList<Object> list = SharedList.create(scope, Object.class);
    Object[] all = {
      true,
      false,
      (byte) -1,
      (short) 300,
      '\uD83D',
      Integer.MIN_VALUE,
      Long.MAX_VALUE,
      1.5f,
      Double.NaN,
      "",
      "text",
      "a long text with \u00e9 and \0",
      "half \uD83D a pair",
      null,
      7,
      7L,
      -0.0
    };

    Collections.addAll(list, all);

    assertEquals(Arrays.asList(all), list);
    list.add(new byte[] {1, 2});
    assertArrayEquals(new byte[] {1, 2}, (byte[]) list.getLast());
    ((byte[]) list.getLast())[0] = 9;
    assertArrayEquals(new byte[] {1, 2}, (byte[]) list.removeLast(), "what is read is a copy");
    assertEquals(all.length, list.size());
  }

  @Test
  void itHoldsWhateverMayCross() {
    SharedList<Object> list = SharedList.create(scope, Object.class);
    var all =
        List.of(
            TimeUnit.DAYS,
            List.of(1, List.of("a")),
            Map.of("k", new Point(1, 2)),
            Optional.of(DayOfWeek.MONDAY),
            Instant.EPOCH,
            new BigDecimal("1.20"),
            UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
            new Note(new Note(5)),
            Locale.GERMANY);

    list.addAll(all);

    assertEquals(all, list);
    list.replaceAll(each -> List.of(each, each));
    assertEquals(List.of(Locale.GERMANY, Locale.GERMANY), list.getLast());
  }

  @Test
  void sharedObjectsInItAreTheSameMemory() {
    SharedList<Appointment> list = SharedList.create(scope, Appointment.class);
    var at = ZonedDateTime.of(2026, 11, 21, 9, 0, 0, 0, ZoneId.of("Europe/Berlin"));
    var appointment =
        new Appointment(
            "call", at, List.of(DayOfWeek.FRIDAY), Optional.of(IntValue.create(scope, 1)));
    list.add(appointment);
    SharedList<List<Integer>> lists = listsOf(SharedList.create(scope, List.class));
    SharedList<Integer> inner = SharedList.create(scope, Integer.class);
    lists.add(inner);

    assertEquals(List.of(appointment), list);
    list.getFirst().done().orElseThrow().set(7);
    assertEquals(7, appointment.done().orElseThrow().get());
    lists.getFirst().add(8);
    assertEquals(List.of(8), inner);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static SharedList<List<Integer>> listsOf(SharedList<List> list) {
    return (SharedList) list;
  }

  @Test
  void itHoldsRecordsOfRecords() {
    SharedList<Tree> list = SharedList.create(scope, Tree.class);
    var tree = new Tree(1, new Tree(2, null, null), new Tree(3, new Tree(4, null, null), null));
    list.add(tree);
    list.add(null);

    assertEquals(Arrays.asList(tree, null), list);

    SharedList<Order> orders = SharedList.create(scope, Order.class);
    orders.add(new Order(1, "Ada", new Point(2, -3), new byte[100]));
    assertEquals(new Point(2, -3), orders.getFirst().at());
    assertEquals(100, orders.getFirst().seal().length);
    orders.set(0, new Order(1, null, null, null));
    assertEquals(new Order(1, null, null, null), orders.get(0));
  }

  @Test
  void whatCannotCrossIsNamedWithItsPathAndChangesNothing() {
    SharedList<Note> list = SharedList.create(scope, Note.class);
    list.add(new Note(1));
    long state = list.block().segment().get(ValueLayout.JAVA_LONG, SharedListLayout.STATE_AT);
    var bad = new Note(List.of(1, new Thread()));

    for (Executable change :
        List.<Executable>of(
            () -> list.add(bad),
            () -> list.add(0, bad),
            () -> list.set(0, bad),
            () -> list.addAll(List.of(new Note(2), bad)),
            () -> list.replaceAll(each -> bad),
            () -> list.listIterator().add(bad))) {
      var refused = assertThrows(CodecException.Unencodable.class, change);
      assertTrue(
          refused.getMessage().contains("Note.content[1] is a java.lang.Thread, which cannot"),
          refused::getMessage);
    }

    assertEquals(List.of(new Note(1)), list);
    assertEquals(
        state, list.block().segment().get(ValueLayout.JAVA_LONG, SharedListLayout.STATE_AT));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void anElementOfAnotherClassFailsInTheCallerAndChangesNothing() {
    SharedList<Point> list = SharedList.create(scope, Point.class);
    List any = list;

    var wrong = assertThrows(ClassCastException.class, () -> any.add("a text"));

    assertTrue(
        wrong
            .getMessage()
            .startsWith("Cannot encode a java.lang.String as a " + Point.class.getName()),
        wrong::getMessage);
    assertThrows(
        ClassCastException.class, () -> any.addAll(List.of(new Point(1, 2), new Note(null))));
    assertEquals(0, list.size());
  }

  @Test
  void anElementThatIsTooDeepFailsInTheCaller() {
    SharedList<Tree> list = SharedList.create(scope, Tree.class);
    Tree tree = new Tree(0, null, null);
    for (int i = 0; i < 300; i++) {
      tree = new Tree(i, tree, null);
    }
    Tree deep = tree;

    var refused = assertThrows(CodecException.Unencodable.class, () -> list.add(deep));

    assertTrue(refused.getMessage().contains("more than 200 values deep"), refused::getMessage);
  }

  @Test
  void ofElementsFromStrangersOnlyWhatTheTypeSaysAndWhatIsListedIsMade() {
    SharedList<Note> theirs = SharedList.open(scope, "notes", Note.class);
    SharedList<Note> ours = SharedList.open(scope, "notes", Note.class, DataCodec.allowing());
    SharedList<Note> listed =
        SharedList.open(scope, "notes", Note.class, DataCodec.allowing("java.util.Locale"));
    theirs.addAll(
        List.of(
            new Note(List.of(1, "a")),
            new Note(Locale.GERMANY),
            new Note(IntValue.create(scope, 7))));

    assertEquals(new Note(List.of(1, "a")), ours.get(0));
    var refused = assertThrows(CodecException.Refused.class, () -> ours.get(1));
    assertTrue(
        refused
            .getMessage()
            .startsWith("Cannot decode a java.util.Locale: it is not on the list of what may come"),
        refused::getMessage);
    assertEquals(new Note(Locale.GERMANY), listed.get(1));
    assertThrows(CodecException.Refused.class, () -> listed.get(2));
    assertEquals(7, ((IntValue) theirs.get(2).content()).get());
  }

  // ---- elements that cannot be read ----

  @Test
  void aDamagedElementIsNamedWhenReadAndCanBeRemoved() {
    SharedList<String> list = SharedList.create(scope, String.class);
    list.addAll(List.of("a", "b", "c"));
    byte[] number = TypedCodec.of(Integer.class).encode(5);
    for (byte[] damage : List.of(number, new byte[] {99}, new byte[] {10, 100}, new byte[0])) {
      overwrite(list, 1, damage);

      assertThrows(CodecException.Malformed.class, () -> list.get(1));
      assertThrows(CodecException.Malformed.class, () -> list.toArray());
      assertThrows(CodecException.Malformed.class, () -> list.indexOf("c"));
      assertThrows(CodecException.Malformed.class, () -> list.set(1, "x"));
      assertThrows(CodecException.Malformed.class, () -> list.remove(1));
      assertEquals("c", list.get(2));
      list.subList(1, 2).clear();
      assertEquals(List.of("a", "c"), list);
      list.add(1, "b");
    }
    assertEquals(0, list.getLock().getHoldCount());
  }

  /// Of a list that has had few changes, all of them appended.
  private void overwrite(SharedList<?> list, int place, byte[] inline) {
    MemorySegment root = list.block().segment();
    long state = root.get(ValueLayout.JAVA_LONG, SharedListLayout.STATE_AT);
    long offset = root.get(ValueLayout.JAVA_LONG, SharedListLayout.bodyAt(State.body(state)));
    int generation =
        root.get(ValueLayout.JAVA_INT, SharedListLayout.generationAt(State.body(state)));
    MemorySegment body = scope.block(offset, generation, ScopeBodies.TYPE).segment();
    long capacity = body.get(ValueLayout.JAVA_LONG, BodyLayout.CAPACITY_AT);
    body.set(
        ValueLayout.JAVA_LONG,
        BodyLayout.slotAt(capacity, State.index(state), place),
        Slot.ofInline(inline));
  }

  @Test
  void aFreedObjectInItIsStale() {
    SharedList<IntValue> list = SharedList.create(scope, IntValue.class);
    list.addAll(List.of(IntValue.create(scope, 1), IntValue.create(scope, 2)));
    list.get(0).free();

    assertThrows(MemoryException.Stale.class, () -> list.get(0));
    assertEquals(2, list.get(1).get());
    list.subList(0, 1).clear();
    assertEquals(2, list.getFirst().get());
  }
}
