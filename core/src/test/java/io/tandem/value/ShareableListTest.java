package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import io.tandem.tests.PrivateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Python's list, by its bytes and by its rules, without its errors.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShareableListTest {
  /// What Python 3.9 to 3.13 all make of the same values.
  private static final String GOLDEN_SHA256 = "687436999a49d11a";

  /// Made by hand, and read by Python: `[-7, 'java writes me', 2.5]`.
  private static final String SMALL =
      "0300000000000000"
          + "0000000000000000080000000000000018000000000000002000000000000000"
          + "f9ffffffffffffff"
          + "6a617661207772697465732"
          + "06d650000"
          + "0000000000000440"
          + "7100000000000000"
          + "3136730000000000"
          + "6400000000000000"
          + "000100";

  private final PrivateRoot root = PrivateRoot.open();

  @AfterEach
  void leavesNothing() {
    root.close();
  }

  /// A list that is unlinked when it is closed, in one go.
  private static ShareableList unlinked(ShareableList list) {
    list.shm().unlink();
    return list;
  }

  private static byte[] bytesOf(ShareableList list) {
    return list.shm().segment().toArray(JAVA_BYTE);
  }

  private static ShareableList attachTo(byte[] content, boolean strict) {
    try (var memory =
        SharedMemory.create(
            content.length, segment -> segment.copyFrom(MemorySegment.ofArray(content)))) {
      try {
        return strict
            ? ShareableList.strictAttach(memory.name())
            : ShareableList.attach(memory.name());
      } finally {
        memory.unlink();
      }
    }
  }

  // ---- bytes ----

  @Test
  void itsBytesArePythons() throws Exception {
    Object[] values = {
      1, -2L, 3.5, true, false, null, "howdy", "HoWdY".getBytes(UTF_8), "12345678", new byte[0]
    };
    try (var list = unlinked(ShareableList.of(values));
        var strict = unlinked(ShareableList.strictOf(values))) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytesOf(list));

      assertEquals(274, list.shm().size());
      assertTrue(HexFormat.of().formatHex(digest).startsWith(GOLDEN_SHA256));
      assertArrayEquals(bytesOf(list), bytesOf(strict));
      assertEquals("qqdxxxxxxx?xxxxxxx?xxxxxx?x8s8s16s8s", list.format());
    }
  }

  @Test
  void aSmallListIsTheSameByHand() {
    byte[] bytes = HexFormat.of().parseHex(SMALL);
    try (var made = unlinked(ShareableList.of(-7, "java writes me", 2.5));
        var found = attachTo(bytes, false);
        var padded = attachTo(Arrays.copyOf(bytes, 4096), false)) {
      assertArrayEquals(bytes, bytesOf(made));
      assertEquals(List.of(-7L, "java writes me", 2.5), found);
      assertEquals(found, padded);
    }
  }

  @Test
  void anEmptyListHasSixteenZeros() {
    try (var list = unlinked(ShareableList.of())) {
      assertArrayEquals(new byte[16], bytesOf(list));
      assertTrue(list.isEmpty());
      assertEquals("", list.format());
    }
  }

  @Test
  void theListOfPython38IsRefused() {
    byte[] bytes = new byte[8 + 8 + 8 + 8 + 1];
    bytes[0] = 1;
    bytes[8] = 8; // there, the slot's size
    bytes[24] = 'q';
    var refused = assertThrows(MemoryException.Incompatible.class, () -> attachTo(bytes, false));

    assertTrue(refused.getMessage().contains("Python 3.8"), refused::getMessage);
  }

  @Test
  void otherMemoryIsRefused() {
    byte[] text = "This is no list, but a text of 32".getBytes(UTF_8);

    assertRefused(text, "items in 33 bytes");
    assertRefused(new byte[15], "it has 15 bytes");
    assertRefused(patched(16, (byte) 12), "slot 1 of 3 begins at 12");
    assertRefused(patched(24, (byte) 0), "slot 2 of 3 begins at 0");
    assertRefused(patched(33, (byte) 1), "slot 3 of 3 begins at 288");
    assertRefused(patched(7, (byte) 0x80), "it says that it has -");
  }

  private static void assertRefused(byte[] bytes, String found) {
    for (boolean strict : new boolean[] {false, true}) {
      var refused = assertThrows(MemoryException.Incompatible.class, () -> attachTo(bytes, strict));
      assertTrue(refused.getMessage().contains(found), refused::getMessage);
    }
  }

  private static byte[] patched(int at, byte value) {
    byte[] bytes = HexFormat.of().parseHex(SMALL);
    bytes[at] = value;
    return bytes;
  }

  @Test
  void aDamagedItemIsNamedAndCanBeSetAgain() {
    try (var list = attachTo(patched(72, (byte) 'z'), false)) {
      var damaged = assertThrows(MemoryException.Incompatible.class, () -> list.get(0));

      assertTrue(damaged.getMessage().contains("item 0"), damaged::getMessage);
      assertTrue(damaged.getMessage().contains("has format 'z'"), damaged::getMessage);
      assertNull(list.set(0, 5));
      assertEquals(5L, list.get(0));
    }
  }

  @Test
  void aFormatThatSaysMoreThanTheSlotHasIsDamaged() {
    try (var list = attachTo(patched(80, (byte) '9'), false)) {
      assertThrows(MemoryException.Incompatible.class, () -> list.get(1));
      assertEquals(-7L, list.get(0));
    }
  }

  @Test
  void aFormatThatSaysLessThanTheSlotHasIsTheLength() {
    byte[] newer = patched(81, (byte) '4');
    try (var list = attachTo(newer, false);
        var strict = attachTo(newer, true)) {
      assertEquals("java writes me", list.get(1));
      assertEquals("java writes me", strict.get(1));
    }
  }

  // ---- values ----

  @Test
  void aPlaceTakesAnyValueThatFits() {
    try (var list = unlinked(ShareableList.of("0123456789", 1))) {
      for (Object value : new Object[] {5L, 0.25, true, false, null, "0123456789abcdef", "", 7L}) {
        list.set(0, value);
        assertEquals(value, list.get(0));
      }
      list.set(0, new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) list.get(0));
      list.set(1, "12345678");
      assertEquals("12345678", list.get(1));
      assertEquals("12345678", list.set(1, -1));
    }
  }

  @Test
  void edgesOfNumbersAreKept() {
    Object[] values = {
      Long.MIN_VALUE, Long.MAX_VALUE, Double.MIN_VALUE, Double.NaN, -0.0, Double.NEGATIVE_INFINITY
    };
    try (var list = unlinked(ShareableList.of(values))) {
      assertEquals(Arrays.asList(values), list);
    }
  }

  @Test
  void whatDoesNotFitChangesNothing() {
    try (var list = unlinked(ShareableList.of("text", 1))) {
      byte[] before = bytesOf(list);

      var tooLong = assertThrows(IllegalArgumentException.class, () -> list.set(0, "123456789"));
      assertThrows(IllegalArgumentException.class, () -> list.set(1, "\uD83D"));
      var type = assertThrows(ClassCastException.class, () -> list.set(1, BigInteger.TWO.pow(70)));
      assertThrows(ClassCastException.class, () -> list.set(1, List.of()));
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(2, 1));

      assertTrue(tooLong.getMessage().contains("9 bytes in item 0"), tooLong::getMessage);
      assertTrue(tooLong.getMessage().contains("room for 8"), tooLong::getMessage);
      assertTrue(type.getMessage().contains("java.math.BigInteger"), type::getMessage);
      assertArrayEquals(before, bytesOf(list));
    }
  }

  @Test
  void anItemIsNotLongerThanPythonCanSay() {
    var longest = new byte[9_999_991];
    try (var list = unlinked(ShareableList.of(longest))) {
      assertEquals("9999991s", list.format());
    }
    var tooLong =
        assertThrows(IllegalArgumentException.class, () -> ShareableList.of(new byte[9_999_992]));
    assertTrue(tooLong.getMessage().contains("9999991 is the most"), tooLong::getMessage);
  }

  // ---- Python's errors ----

  @Test
  void zerosAtTheEndAreKept() {
    byte[] bytes = {1, 0, 0};
    try (var list = unlinked(ShareableList.of(bytes, "a\0", new byte[8], "\0"));
        var strict = unlinked(ShareableList.strictOf(bytes, "a\0", new byte[8], "\0"))) {
      assertArrayEquals(bytes, (byte[]) list.get(0));
      assertEquals("a\0", list.get(1));
      assertArrayEquals(new byte[8], (byte[]) list.get(2));
      assertEquals("3s2s8s1s", list.format());

      assertArrayEquals(new byte[] {1}, (byte[]) strict.get(0));
      assertEquals("a", strict.get(1));
      assertEquals("8s8s16s8s", strict.format());

      list.set(0, "longer");
      assertEquals("longer", list.get(0));
      assertEquals("8s2s8s1s", list.format());
    }
  }

  @Test
  void aZeroThatCannotBeKeptIsRefused() {
    try (var list = unlinked(ShareableList.of(1))) {
      var refused = assertThrows(IllegalArgumentException.class, () -> list.set(0, new byte[8]));

      assertTrue(refused.getMessage().contains("8 bytes that end with a zero"));
      assertEquals(1L, list.get(0));
      list.set(0, new byte[7]);
      assertArrayEquals(new byte[7], (byte[]) list.get(0));
    }
  }

  @Test
  void longCharactersHaveRoom() {
    String accents = "\u00e9".repeat(5);
    String astral = "0\uD800\uDC00\uD800\uDC00";
    try (var list = unlinked(ShareableList.of(accents, astral));
        var strict = unlinked(ShareableList.strictOf(accents, astral))) {
      assertEquals(List.of(accents, astral), list);

      assertEquals("8s8s", strict.format());
      assertEquals("\u00e9".repeat(4), strict.get(0), "cut, as Python does");
      var cut = assertThrows(MemoryException.Incompatible.class, () -> strict.get(1));
      assertTrue(cut.getMessage().contains("not UTF-8"), cut::getMessage);
    }
  }

  @Test
  void indicesAreChecked() {
    try (var list = unlinked(ShareableList.of(1, 2, 3))) {
      byte[] before = bytesOf(list);
      for (int index : new int[] {-1, -3, -4, Integer.MIN_VALUE, 3, Integer.MAX_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> list.get(index));
        assertThrows(IndexOutOfBoundsException.class, () -> list.set(index, 99));
      }
      assertArrayEquals(before, bytesOf(list));
    }
  }

  @Test
  void whereTheLengthChangesTheListIsNotFooled() {
    try (var list = unlinked(ShareableList.of(1, 2, 3))) {
      list.shm().segment().set(JAVA_BYTE, 0, (byte) 100);

      assertEquals(3, list.size());
      assertThrows(IndexOutOfBoundsException.class, () -> list.get(50));
    }
  }

  @Test
  void aNumberOverANumberIsNeverTorn() throws Exception {
    List<Object> values = List.of(0x1111_1111_1111_1111L, 0x2222_2222_2222_2222L, -1L);
    try (var list = unlinked(ShareableList.of(-1))) {
      raceToSet(list, values, () -> assertTrue(values.contains(list.get(0))));
    }
  }

  @Test
  void whoReadsWhileTheTypeChangesGetsSomething() throws Exception {
    List<Object> values = Arrays.asList(1L, "a t\u00e9xt", 0.5, true, new byte[12], "other", null);
    try (var list = unlinked(ShareableList.of("room for them all"))) {
      raceToSet(
          list,
          values,
          () -> {
            Object value = list.get(0);
            assertTrue(value == null || values.stream().anyMatch(v -> isOfTypeOf(v, value)));
          });
    }
  }

  private static boolean isOfTypeOf(Object sample, Object value) {
    return sample != null && sample.getClass() == value.getClass();
  }

  private static void raceToSet(ShareableList list, List<Object> values, Runnable reading)
      throws InterruptedException {
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 200_000; i++) {
                    list.set(0, values.get(i % values.size()));
                  }
                });
    while (writer.isAlive()) {
      reading.run();
    }
    writer.join();
  }

  /// The code becomes None before anything else changes, and what it shall be after all else has.
  @Test
  void aWriterThatDiesBetweenLeavesNone() {
    byte[] bytes = HexFormat.of().parseHex(SMALL);
    bytes[bytes.length - 2] = 3;
    Arrays.fill(bytes, 48, 64, (byte) 0xff);
    bytes[80] = 'z';
    try (var list = attachTo(bytes, false)) {
      assertNull(list.get(1));
      list.set(1, "whole again");
      assertEquals(List.of(-7L, "whole again", 2.5), list);
    }
  }

  @Test
  void aStrictListCutsWhatANewerPythonSaysIsShorter() {
    try (var strict = attachTo(patched(81, (byte) '4'), true)) {
      strict.set(1, "0123456789abcdef");

      assertEquals("0123456789abcd", strict.get(1), "as Python does");
    }
  }

  // ---- a list ----

  @Test
  void itIsAListOfFixedSize() {
    try (var list = unlinked(ShareableList.of(3, 1, 2))) {
      assertEquals(List.of(3L, 1L, 2L), list);
      assertEquals("[3, 1, 2]", list.toString());
      assertEquals(List.of(3L, 1L, 2L).hashCode(), list.hashCode());
      assertEquals(List.of(1L, 2L), list.subList(1, 3));
      String message =
          assertThrows(UnsupportedOperationException.class, () -> list.add(4)).getMessage();
      assertTrue(message.startsWith("Cannot add to the ShareableList in "), message);
      assertTrue(message.contains("it has 3 items for ever. Use set(), make another"), message);
      assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
      assertThrows(UnsupportedOperationException.class, list::clear);
      list.replaceAll(value -> (Long) value * 10);
      list.subList(0, 2).set(0, 5);
      assertEquals(List.of(5L, 10L, 20L), list);
      assertEquals(1, list.indexOf(10L));
      assertFalse(list.contains(10), "an Integer is not a Long");
    }
  }

  @Test
  void indexAndCountCompareAsPythonDoes() {
    try (var list = unlinked(ShareableList.of(0, 1, 1.0, true, "1", new byte[] {1}, null))) {
      assertEquals(3, list.count(1));
      assertEquals(3, list.count(true));
      assertEquals(1, list.index(1.0));
      assertEquals(4, list.index("1"));
      assertEquals(5, list.index(new byte[] {1}));
      assertEquals(6, list.index(null));
      assertEquals(1, list.count(false));
      var missing = assertThrows(NoSuchElementException.class, () -> list.index(77));
      assertTrue(missing.getMessage().contains("'77' is not in the list"), missing::getMessage);
    }
    try (var list = unlinked(ShareableList.of(Long.MAX_VALUE, 0x1p63, Double.NaN))) {
      assertEquals(1, list.count(Long.MAX_VALUE), "not equal to the double next to it");
      assertEquals(0, list.count(Double.NaN));
    }
  }

  // ---- lives ----

  @Test
  void itIsFoundByItsName() {
    try (var made = ShareableList.create("orders", 1, "two");
        var found = ShareableList.attach("orders");
        var strict = ShareableList.strictAttach("orders")) {
      found.set(0, 10);
      assertEquals(10L, made.get(0));
      assertEquals(made, strict);
      assertThrows(MemoryException.Exists.class, () -> ShareableList.create("orders", 1));
      assertThrows(MemoryException.Exists.class, () -> ShareableList.strictCreate("orders", 1));
      assertTrue(made.shm().unlink());
      assertThrows(MemoryException.Missing.class, () -> ShareableList.attach("orders"));
      assertEquals(10L, found.get(0), "unlinked, and still mapped");
    }
  }

  @Test
  void itTravelsAsItsName() throws Exception {
    try (var list = ShareableList.of(1, "\u00e9");
        var copy = travelled(list)) {
      copy.set(0, 2);

      assertEquals(2L, list.get(0));
      assertEquals(list.shm(), copy.shm());
      list.shm().unlink();
    }
  }

  private static ShareableList travelled(ShareableList list) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(list);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ShareableList) in.readObject();
    }
  }

  @Test
  void closedItRefuses() {
    var list = unlinked(ShareableList.of(1, "text"));
    list.close();
    list.close();

    assertThrows(IllegalStateException.class, () -> list.get(0));
    assertThrows(IllegalStateException.class, () -> list.set(1, 2));
    assertEquals(2, list.size());
  }

  @Test
  void nobodyFindsAHalfMadeList() {
    var cause = new IllegalStateException("in the middle");
    var thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                SharedMemory.create(
                    "half",
                    100,
                    memory -> {
                      assertThrows(
                          MemoryException.Missing.class, () -> SharedMemory.attach("half"));
                      throw cause;
                    }));

    assertSame(cause, thrown);
    assertFalse(SharedMemory.unlink("half"));
  }
}
