package io.tandem.value;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records over plain memory.
class StructsTest {
  record Every(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float f,
      double d) {}

  record Point(short x, int y) {}

  private record Line(Point from, Point to) {}

  record Named(byte kind, @Length(8) String name) {}

  record Lists(
      @Length(2) boolean[] flags,
      @Length(3) byte[] bytes,
      @Length(2) char[] letters,
      @Length(2) double[] numbers,
      @Length(2) Line[] lines) {}

  record Range(int low, int high) {
    Range {
      if (low > high) {
        throw new IllegalArgumentException("low > high");
      }
    }
  }

  private static final Every ONE =
      new Every(true, (byte) -1, Short.MIN_VALUE, '\uFFFF', -4, Long.MIN_VALUE, -0.0f, Double.NaN);

  @Test
  void everyPrimitiveComesBack() {
    Structs<Every> all = of(Every.class, 3);

    all.set(1, ONE);

    assertEquals(ONE, all.get(1));
    var zero = new Every(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0);
    assertEquals(List.of(zero, ONE, zero), all.stream().toList());
  }

  @Test
  void anyByteButZeroIsTrueAsInC() {
    Structs<Every> all = of(Every.class, 1);
    all.segment().set(JAVA_BYTE, 0, (byte) 2);

    assertTrue(all.get(0).flag());
  }

  @Test
  void privateRecordsWithinEachOtherComeBack() {
    Structs<Line> lines = of(Line.class, 2);
    var line = new Line(new Point((short) 1, 2), new Point((short) -3, -4));

    lines.set(1, line);

    assertEquals(line, lines.get(1));
  }

  @Test
  void aLocalRecordComesBack() {
    record Local(long value) {}

    Structs<Local> locals = of(Local.class, 1);
    locals.set(0, new Local(7));

    assertEquals(new Local(7), locals.get(0));
  }

  @Test
  void arraysComeBack() {
    Structs<Lists> all = of(Lists.class, 2);
    var line = new Line(new Point((short) 1, 2), new Point((short) -3, -4));
    var other = new Line(new Point((short) 5, 6), new Point((short) -7, -8));

    all.set(
        1,
        new Lists(
            new boolean[] {false, true},
            new byte[] {1, -2, 3},
            new char[] {'a', '\u1234'},
            new double[] {1.5, -2.5},
            new Line[] {line, other}));

    Lists read = all.get(1);
    assertArrayEquals(new boolean[] {false, true}, read.flags);
    assertArrayEquals(new byte[] {1, -2, 3}, read.bytes);
    assertArrayEquals(new char[] {'a', '\u1234'}, read.letters);
    assertArrayEquals(new double[] {1.5, -2.5}, read.numbers);
    assertArrayEquals(new Line[] {line, other}, read.lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "12345678",
        "äöü",
        "\u20AC\u20AC",
        "\uD83D\uDE00\uD83D\uDE00",
        "a\u07FFb"
      })
  void aStringIsUtf8WithZerosUpToTheEnd(String text) {
    Structs<Named> names = of(Named.class, 1);
    names.segment().fill((byte) 'x');

    names.set(0, new Named((byte) 1, text));

    byte[] expected = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 8);
    assertArrayEquals(expected, names.segment().asSlice(1).toArray(JAVA_BYTE));
    assertEquals(text, names.get(0).name);
  }

  @Test
  void aStringEndsAtItsFirstZeroAndMayBeMalformed() {
    Structs<Named> names = of(Named.class, 1);
    MemorySegment.copy(new byte[] {'a', (byte) 0xFF, 0, 'b'}, 0, names.segment(), JAVA_BYTE, 1, 4);

    assertEquals("a\uFFFD", names.get(0).name);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsWritten() {
    Structs<Named> names = of(Named.class, 1);

    assertRefused(
        "Cannot write Named.name: it has 9 bytes in UTF-8, and there is room for 8. Shorten it,",
        () -> names.set(0, new Named((byte) 1, "aaaaaaa\u00E4")));
    assertRefused(
        "Cannot write Named.name: its character 1 is U+0000, which is no text in C. Use a byte[]",
        () -> names.set(0, new Named((byte) 1, "a\0b")));
    assertRefused(
        "Cannot write Named.name: its character 0 is U+D83D",
        () -> names.fill(new Named((byte) 1, "\uD83D")));
    assertRefused(
        "Cannot write Named.name: its character 2",
        () -> names.copyFrom(List.of(new Named((byte) 1, "ab\uDE00"))));

    assertEquals(new Named((byte) 0, ""), names.get(0));
  }

  @Test
  void anArrayMustBeThereInItsWholeLength() {
    record Samples(int before, @Length(3) int[] values, @Length(1) Point[] points) {}

    Structs<Samples> samples = of(Samples.class, 1);
    var points = new Point[1];

    assertRefused(
        "Cannot write Samples.values: it has 2 elements, and its @Length is 3. Fill it up.",
        () -> samples.set(0, new Samples(1, new int[2], points)));
    var missing =
        assertThrows(
            NullPointerException.class, () -> samples.set(0, new Samples(1, new int[3], points)));
    assertEquals("Samples.points", missing.getMessage());
    assertThrows(NullPointerException.class, () -> samples.set(0, null));
    assertThrows(NullPointerException.class, () -> samples.fill(null));

    assertEquals(0, samples.get(0).before);
  }

  @Test
  void theConstructorMayRefuseWhatIsThere() {
    Structs<Range> ranges = of(Range.class, 1);
    ranges.set(0, new Range(1, 2));
    ranges.segment().set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 3);

    assertRefused("low > high", () -> ranges.get(0));
  }

  @Test
  void anIndexOutsideIsRefused() {
    Structs<Point> points = of(Point.class, 3);
    var point = new Point((short) 1, 2);

    for (long outside : new long[] {-1, 3, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 61}) {
      assertThrows(IndexOutOfBoundsException.class, () -> points.get(outside));
      assertThrows(IndexOutOfBoundsException.class, () -> points.set(outside, point));
    }
    var tooMany =
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> points.copyFrom(List.of(point, point, point, point)));
    assertEquals("Cannot copy 4 records: there is room for 3.", tooMany.getMessage());
    assertEquals(new Point((short) 0, 0), points.get(0));
  }

  @Test
  void allAreFilledCopiedAndRead() {
    Structs<Point> points = of(Point.class, 3);
    var one = new Point((short) 1, 2);
    var two = new Point((short) 3, 4);

    points.fill(one);
    points.copyFrom(List.of(two, two));

    assertEquals(List.of(two, two, one), points.stream().toList());
    var iterator = points.iterator();
    assertEquals(two, iterator.next());
    assertEquals(two, iterator.next());
    assertEquals(one, iterator.next());
    assertFalse(iterator.hasNext());
    var e = assertThrows(NoSuchElementException.class, iterator::next);
    assertEquals("There is no record behind the last one.", e.getMessage());
  }

  @Test
  void paddingStaysAsItIs() {
    Structs<Point> points = of(Point.class, 1);
    points.segment().fill((byte) 9);

    points.set(0, new Point((short) 0, 0));

    assertArrayEquals(new byte[] {0, 0, 9, 9, 0, 0, 0, 0}, points.segment().toArray(JAVA_BYTE));
  }

  @Test
  void asManyAsThereIsRoomForLieOverAnyMemory() {
    MemorySegment memory = MemorySegment.ofArray(new long[9]);

    Structs<Every> all = Structs.over(memory, Every.class);
    all.set(0, ONE);

    assertEquals(1, all.length());
    assertEquals(40, all.segment().byteSize());
    assertEquals(ONE, all.get(0));
    assertEquals(0, Structs.over(memory.asSlice(0, 39), Every.class).length());
    assertEquals("1 Every in memory", all.toString());
  }

  @Test
  void misalignedMemoryIsRefused() {
    MemorySegment memory = Arena.ofAuto().allocate(64, 8).asSlice(4);

    assertRefused(
        "Cannot lay %s over memory at address %d: it must begin at a multiple of 8. Use native"
            .formatted(Every.class.getName(), memory.address()),
        () -> Structs.over(memory, Every.class));
    assertRefused(
        "Cannot lay", () -> Structs.over(MemorySegment.ofArray(new byte[64]), Every.class));
    assertEquals(7, Structs.over(memory.asSlice(4), Point.class).length());
  }

  @Test
  void aMemberIsReachedInPlaceThroughTheLayout() {
    Structs<Point> points = of(Point.class, 2);
    var y = points.layout().arrayElementVarHandle(groupElement("y"));

    assertEquals(0, (int) y.getAndAdd(points.segment(), 0L, 1L, 5));

    assertEquals(new Point((short) 0, 5), points.get(1));
    assertEquals(Structs.layoutOf(Point.class), points.layout());
    assertEquals("struct { int16_t x; int32_t y; }", points.declaration());
  }

  @Test
  void memoryThatWasClosedIsNotTouched() {
    Structs<Point> points;
    try (var arena = Arena.ofConfined()) {
      points = Structs.over(arena.allocate(8, 8), Point.class);
    }

    assertThrows(IllegalStateException.class, () -> points.get(0));
    assertThrows(IllegalStateException.class, () -> points.set(0, new Point((short) 1, 1)));
  }

  private static <R extends Record> Structs<R> of(Class<R> type, long length) {
    long bytes = length * Structs.layoutOf(type).byteSize();
    return Structs.over(Arena.ofAuto().allocate(bytes, 8), type);
  }

  private static void assertRefused(String start, Runnable what) {
    var refused = assertThrows(IllegalArgumentException.class, what::run);
    String message = refused.getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
