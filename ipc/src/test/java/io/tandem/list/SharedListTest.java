package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.TypedCodec;
import io.tandem.inspect.LockView;
import io.tandem.inspect.PeerView;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A list in shared memory, by what is more than, or other than, any list.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedListTest {
  private static final String POINT = Point.class.getName() + "(int x, int y)";

  record Point(int x, int y) {}

  record Tree(int value, Tree left, Tree right) {}

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("lists");

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  // ---- sizes ----

  @Test
  void itGrowsAndGivesBack() {
    SharedList<String> list = SharedList.create(scope, String.class);
    List<String> model = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      list.add("element number " + i);
      model.add("element number " + i);
    }
    assertEquals(model, list);
    list.removeIf(text -> !text.endsWith("7"));
    model.removeIf(text -> !text.endsWith("7"));
    assertEquals(model, list);
    list.clear();
    assertTrue(list.isEmpty());
    list.addAll(model);
    assertEquals(model, list);
  }

  @Test
  void settingTheSameAgainAndAgainTakesNoMoreAndMoreMemory() {
    SharedList<String> list = SharedList.create(scope, String.class);
    list.addAll(List.of("a", "b", "c"));
    for (int i = 0; i < 20_000; i++) {
      list.set(i % 3, "a text that is longer than a slot " + i);
    }
    list.free();
    for (int i = 0; i < 100; i++) {
      SharedList<byte[]> large = SharedList.create(scope, byte[].class);
      large.add(new byte[100_000]);
      large.free();
    }

    assertTrue(Integer.parseInt(mebibytes()) <= 3, () -> mebibytes() + " MiB");
  }

  private String mebibytes() {
    try (var files = Files.walk(root.folder())) {
      return Long.toString(
          files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum() >> 20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- a list ----

  @Test
  void firstAndLastAreThoseOfTheMoment() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    assertThrows(NoSuchElementException.class, list::getFirst);
    assertThrows(NoSuchElementException.class, list::getLast);
    assertThrows(NoSuchElementException.class, list::removeFirst);
    assertThrows(NoSuchElementException.class, list::removeLast);
    list.addFirst(2);
    list.addFirst(1);
    list.addLast(3);

    assertEquals(List.of(3, 2, 1), list.reversed());
    assertEquals(1, list.removeFirst());
    assertEquals(3, list.removeLast());
    assertEquals(List.of(2), list);
  }

  @Test
  void placesThatAreNotThereAreNamed() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.add(1);
    for (int index : new int[] {-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var no = assertThrows(IndexOutOfBoundsException.class, () -> list.get(index));
      assertTrue(no.getMessage().contains("place " + index), no::getMessage);
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(index, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> list.remove(index));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> list.add(2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> list.addAll(-1, List.of(2)));
    assertThrows(IndexOutOfBoundsException.class, () -> list.listIterator(2));
    assertEquals(List.of(1), list);
  }

  @Test
  void sortIsStableAndReplaceAllIsOfAll() {
    SharedList<String> list = SharedList.create(scope, String.class);
    list.addAll(List.of("bb", "a", "cc", "dddddddddd", "b", "aa"));

    list.sort(Comparator.comparing(String::length));
    assertEquals(List.of("a", "b", "bb", "cc", "aa", "dddddddddd"), list);
    list.sort(null);
    assertEquals(List.of("a", "aa", "b", "bb", "cc", "dddddddddd"), list);
    list.replaceAll(text -> text + text);
    assertEquals("dddddddddddddddddddd", list.getLast());
    assertTrue(list.retainAll(List.of("aa", "bbbb", "x")));
    assertEquals(List.of("aa", "bbbb"), list);
    assertFalse(list.retainAll(List.of("aa", "bbbb")));
    assertTrue(list.removeAll(List.of("aa")));
    assertTrue(list.remove("bbbb"));
    assertFalse(list.remove("bbbb"));
    list.sort(null);
    list.replaceAll(text -> text);
  }

  @Test
  void aCallbackThatChangesTheListIsFound() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.addAll(List.of(1, 2, 3));

    assertThrows(
        ConcurrentModificationException.class,
        () ->
            list.replaceAll(
                number -> {
                  list.add(9);
                  return number;
                }));
    assertThrows(
        IllegalStateException.class,
        () ->
            list.removeIf(
                number -> {
                  throw new IllegalStateException("in the middle");
                }));
    assertEquals(List.of(1, 2, 3, 9, 9, 9), list);
    assertEquals(0, list.getLock().getHoldCount());
  }

  @Test
  void subListsAreViewsOfPlaces() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.addAll(List.of(0, 1, 2, 3, 4, 5));
    List<Integer> middle = list.subList(1, 5);

    middle.set(0, 10);
    middle.remove(Integer.valueOf(3));
    middle.add(11);
    assertEquals(List.of(10, 2, 4, 11), middle);
    assertEquals(List.of(0, 10, 2, 4, 11, 5), list);
    middle.subList(1, 3).clear();
    assertEquals(List.of(0, 10, 11, 5), list);
    middle.replaceAll(number -> -number);
    middle.sort(null);
    assertEquals(List.of(0, -11, -10, 5), list);
  }

  // ---- iterating while others write ----

  @Test
  void anIteratorGoesOverWhatWasThere() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.addAll(List.of(1, 2, 3, 4));
    Iterator<Integer> iterator = list.iterator();
    iterator.next();

    list.remove(0);
    list.set(0, 20);
    list.add(5);

    List<Integer> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    assertEquals(List.of(2, 3, 4), rest);
    assertEquals(List.of(20, 3, 4, 5), list);
    assertThrows(ConcurrentModificationException.class, iterator::remove);
    assertEquals(List.of(20, 3, 4, 5), list);
  }

  @Test
  void anIteratorChangesTheListAsLongAsNobodyElseDoes() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.addAll(List.of(1, 2, 3, 4));
    ListIterator<Integer> iterator = list.listIterator();
    assertThrows(IllegalStateException.class, iterator::remove);
    iterator.next();
    iterator.remove();
    assertThrows(IllegalStateException.class, iterator::remove);
    iterator.next();
    iterator.set(20);
    iterator.add(25);
    assertEquals(25, iterator.previous());
    assertEquals(20, iterator.previous());
    iterator.remove();
    assertEquals(0, iterator.nextIndex());
    assertEquals(List.of(25, 3, 4), list);

    list.add(9);
    assertThrows(ConcurrentModificationException.class, () -> iterator.add(1));
    iterator.next();
    assertThrows(ConcurrentModificationException.class, () -> iterator.set(1));
    assertEquals(List.of(25, 3, 4, 9), list);
  }

  @Test
  void readersAndWritersDoNotDisturbEachOther() throws Exception {
    SharedList<Long> list = SharedList.create(scope, Long.class);
    var stop = new CountDownLatch(1);
    List<Thread> writers = new ArrayList<>();
    for (int w = 1; w <= 2; w++) {
      long writer = w * 1_000_000_000_000L;
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long n = 0; n < 3_000; n++) {
                      list.add(writer + n);
                      if (n % 100 == 99) {
                        long until = writer + n - 20;
                        list.removeIf(each -> each >= writer && each < until);
                      }
                    }
                    stop.countDown();
                  }));
    }
    while (stop.getCount() > 0) {
      requireOrdered(new ArrayList<>(list));
      requireOrdered(list.stream().toList());
      int size = list.size();
      if (size > 30) {
        assertTrue(list.get(10) >= 1_000_000_000_000L);
      }
    }
    for (Thread writer : writers) {
      writer.join();
    }
    requireOrdered(list);
    assertTrue(list.contains(1_000_000_002_999L) && list.contains(2_000_000_002_999L));
  }

  /// Of each writer, one after the other without a gap.
  private static void requireOrdered(List<Long> seen) {
    long[] last = new long[3];
    for (long each : seen) {
      int writer = (int) (each / 1_000_000_000_000L);
      assertTrue(last[writer] == 0 || each == last[writer] + 1, () -> "a gap in " + seen);
      last[writer] = each;
    }
  }

  // ---- lives ----

  @Test
  void itIsOpenedByNameAndType() {
    SharedList<Point> list = SharedList.open(scope, "points", Point.class);
    list.add(new Point(1, 2));

    assertEquals(list, SharedList.open(scope, "points", Point.class));
    var other =
        assertThrows(
            MemoryException.Incompatible.class, () -> SharedList.open(scope, "points", Tree.class));
    String tree = Tree.class.getName();
    assertEquals(
        ("Cannot use list 'points' of scope %s for elements %2$s(int value, %2$s left, %2$s right):"
                + " it is there for %3$s. Use the same version of the same type everywhere, or"
                + " another list.")
            .formatted(scope, tree, POINT),
        other.getMessage());
    assertThrows(
        MemoryException.Incompatible.class, () -> SharedList.open(scope, "points", Object.class));
  }

  @Test
  void itTravelsAsAHandle() throws Exception {
    SharedList<String> list = SharedList.create(scope, String.class);
    list.add("here");
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(list);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      var copy = (SharedList<String>) in.readObject();
      copy.add("there");
      assertEquals(List.of("here", "there"), list);
      assertEquals(list.block(), copy.block());
    }
  }

  @Test
  void aHandleOfAListOfAnotherShapeIsRefused() {
    SharedList<Point> list = SharedList.create(scope, Point.class);
    var codec = TypedCodec.of(SharedList.class);
    byte[] handle = codec.encode(list);
    assertEquals(list, codec.decode(handle));

    list.block().segment().set(ValueLayout.JAVA_LONG, SharedListLayout.SHAPE_HASH_AT, 1);

    var refused = assertThrows(MemoryException.Incompatible.class, () -> codec.decode(handle));
    assertTrue(refused.getMessage().startsWith("Cannot use list"), refused::getMessage);
    assertTrue(refused.getMessage().contains("for elements " + POINT), refused::getMessage);
  }

  @Test
  void freedItIsStaleAndItsMemoryIsUsedAgain() {
    SharedList<Integer> list = SharedList.create(scope, Integer.class);
    list.addAll(IntStream.range(0, 100).boxed().toList());
    SharedList<Integer> empty = SharedList.create(scope, Integer.class);
    empty.free();
    list.getLock().lock();
    String message = assertThrows(IllegalStateException.class, list::free).getMessage();
    assertTrue(message.contains("this thread holds lock at offset"), message);
    list.getLock().unlock();
    list.free();

    assertThrows(MemoryException.Stale.class, () -> list.block().free());
    assertThrows(MemoryException.Stale.class, () -> list.add(1));
    assertThrows(MemoryException.Stale.class, list::free);
    assertEquals(0, list.size());
    SharedList<Integer> next = SharedList.create(scope, Integer.class);
    next.add(1);
    assertNotEquals(list.block(), next.block());
    assertEquals(List.of(1), next);
  }

  @Test
  void damageIsNamed() {
    SharedList<String> list = SharedList.create(scope, String.class);
    list.add("a text with a record");
    list.block().segment().set(ValueLayout.JAVA_LONG, SharedListLayout.STATE_AT, 1000L << 2 | 2);
    var damaged = assertThrows(MemoryException.Incompatible.class, () -> list.get(500));
    assertTrue(damaged.getMessage().contains("not for element 500"), damaged::getMessage);

    list.block().segment().set(ValueLayout.JAVA_LONG, SharedListLayout.STATE_AT, 1L << 2);
    assertThrows(MemoryException.Incompatible.class, () -> list.get(0));
  }

  @Test
  void aToolShowsIt() {
    SharedList<Point> list = SharedList.create(scope, Point.class);
    list.addAll(List.of(new Point(1, 2), new Point(3, 4)));
    var viewer = new SharedListViewer();
    var peer = new PeerView(1, 1, 42, Instant.EPOCH, "p", true);

    var view = (SharedListView) viewer.view(list.block().segment(), owner -> peer);

    assertTrue(viewer.isFor("list", 2));
    assertFalse(viewer.isFor("list", 1));
    assertEquals("2 of %s; changed 1 times".formatted(POINT), view.text());
    assertEquals(1, view.lock().map(LockView::acquisitions).orElseThrow());
    list.getLock().lock();
    try {
      view = (SharedListView) viewer.view(list.block().segment(), owner -> peer);
      assertTrue(view.text().endsWith("held by process 'p' (pid 42)"), view::text);
    } finally {
      list.getLock().unlock();
    }
  }
}
