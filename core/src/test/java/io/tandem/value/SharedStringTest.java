package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A text in shared memory.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedStringTest {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("strings");

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void itIsEmptyAtFirst() {
    var string = SharedString.create(scope, 10);

    assertEquals("", string.get());
    assertArrayEquals(new byte[10], string.raw());
    assertEquals(10, string.capacity());
  }

  @Test
  void itHoldsWhatWasSet() {
    var string = SharedString.create(scope, 12);
    for (String text :
        new String[] {"Hello, World", "hi", "", "a\0b\0", "\u00e9\u20ac\uD83D\uDE00"}) {
      string.set(text);
      assertEquals(text, string.get());
      assertEquals(text, string.toString());
    }
  }

  @Test
  void rawIsAllBytesAndNothingOfEarlierTexts() {
    var string = SharedString.create(scope, 6);
    string.set("abcdef");
    string.set("hi");
    assertArrayEquals(new byte[] {'h', 'i', 0, 0, 0, 0}, string.raw());

    string.setRaw(new byte[] {'x', 0, 'y', 0});
    assertEquals("x", string.get(), "up to the first zero");
    assertArrayEquals(new byte[] {'x', 0, 'y', 0, 0, 0}, string.raw());
    string.setRaw(new byte[] {'f', 'u', 'l', 'l', '-', (byte) 0xff});
    assertEquals("full-\ufffd", string.get());
  }

  @Test
  void whatDoesNotFitChangesNothing() {
    var string = SharedString.create(scope, 4);
    string.set("four");

    var tooLong = assertThrows(IllegalArgumentException.class, () -> string.set("\u00e9\u00e9a"));
    assertThrows(IllegalArgumentException.class, () -> string.set("\uD83D"));
    assertThrows(IllegalArgumentException.class, () -> string.setRaw(new byte[5]));

    assertTrue(tooLong.getMessage().contains("Cannot store 5 bytes"), tooLong::getMessage);
    assertTrue(tooLong.getMessage().contains("room for 4"), tooLong::getMessage);
    assertEquals("four", string.get());
  }

  @Test
  void aCapacityMustBePossible() {
    for (int capacity : new int[] {0, -1, Integer.MAX_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> SharedString.create(scope, capacity));
    }
  }

  @Test
  void theWordOfAStringSaysAnyLengthThatIsPossible() {
    for (int length : new int[] {0, 1, 1 << 29, SharedStringLayout.MOST_BYTES}) {
      long current = SharedStringLayout.next(-1L, length, true);

      assertEquals(length, SharedStringLayout.length(current));
      assertTrue(SharedStringLayout.isRaw(current));
      assertEquals(0, SharedStringLayout.copy(current));
    }
  }

  @Test
  void itIsOpenedByName() {
    SharedString string = SharedString.open(scope, "status", 100);
    string.set("ready");
    SharedString same = SharedString.open(scope, "status", 100);

    assertEquals("ready", same.get());
    assertEquals(string, same);
    assertEquals(string.hashCode(), same.hashCode());
    assertNotEquals(string, SharedString.create(scope, 100));
    var other =
        assertThrows(
            MemoryException.Incompatible.class, () -> SharedString.open(scope, "status", 50));
    assertTrue(other.getMessage().contains("with"), other::getMessage);
    var alike =
        assertThrows(
            MemoryException.Incompatible.class, () -> SharedString.open(scope, "status", 99));
    assertTrue(alike.getMessage().contains("for 99 bytes"), alike::getMessage);
    assertTrue(alike.getMessage().contains("there for 100"), alike::getMessage);
  }

  @Test
  void itTravelsAsAHandle() throws Exception {
    var string = SharedString.create(scope, 10);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(string);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = (SharedString) in.readObject();
      copy.set("there");
      assertEquals("there", string.get());
      assertEquals(string, copy);
    }
  }

  @Test
  void settingTakesTheLockAndGettingDoesNot() throws Exception {
    var string = SharedString.create(scope, 20);
    string.set("old");
    string.getLock().lock();
    Thread writer;
    try {
      writer = Thread.ofPlatform().start(() -> string.set("new"));
      var seen = new String[1];
      Thread.ofPlatform().start(() -> seen[0] = string.get()).join();
      assertEquals("old", seen[0]);
      string.set(string.get() + "er");
      assertEquals("older", string.get());
    } finally {
      string.getLock().unlock();
    }
    writer.join();
    assertEquals("new", string.get());
  }

  @Test
  void nobodySeesHalfOfATextWhileOthersSet() throws Exception {
    var string = SharedString.create(scope, 2000);
    string.set("a".repeat(2000));
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    string.set(Character.toString('a' + i % 26).repeat(1 + i * 7 % 2000));
                  }
                });
    while (writer.isAlive()) {
      String text = string.get();
      assertEquals(text.substring(0, 1).repeat(text.length()), text);
    }
    writer.join();
  }

  @Test
  void damageIsNamed() {
    var string = SharedString.create(scope, 10);
    var block = string.block();
    block.segment().set(JAVA_LONG, SharedStringLayout.CAPACITY_AT, 1 << 20);

    var damaged =
        assertThrows(
            MemoryException.Incompatible.class, () -> SharedString.copiesOf(block.segment(), "it"));

    assertTrue(damaged.getMessage().contains("capacity is 1048576 bytes"), damaged::getMessage);
    string.block().segment().set(JAVA_LONG, SharedStringLayout.CURRENT_AT, -3);
    assertEquals(10, string.get().length(), "no more than there is room for");
  }

  @Test
  void aToolShowsIt() {
    var string = SharedString.create(scope, 100);
    string.set("line\nfeed " + "x".repeat(60));
    var viewer = new SharedStringViewer();

    var view = (SharedStringView) viewer.view(string.block().segment(), owner -> null);

    assertTrue(viewer.isFor("string", 1));
    assertEquals("line\\u000afeed " + "x".repeat(30) + "...", view.beginning());
    assertEquals(70, view.bytes());
    assertTrue(view.text().startsWith("'line\\u000afeed xxx"), view::text);
    assertTrue(view.text().contains("70 of 100 bytes"), view::text);
  }

  @Test
  void freedItIsStale() {
    var string = SharedString.create(scope, 10);
    string.free();
    var next = SharedString.create(scope, 10);

    assertThrows(MemoryException.Stale.class, string::free);
    assertThrows(MemoryException.Stale.class, () -> string.set("mine"));
    assertEquals("", next.get());
  }
}
