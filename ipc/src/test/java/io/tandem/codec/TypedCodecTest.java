package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.CompiledModule;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values of a class that both ends know: what their bytes leave out, and what is refused.
class TypedCodecTest {
  private static final int VALUES = Integer.getInteger("tandem.codec.frames", 10_000);
  private static final String HERE = TypedCodecTest.class.getName();

  record Point(int x, int y) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  enum Side {
    BUY,
    SELL {}
  }

  record Line(Side side, Optional<Point> at) {}

  record Order(
      List<? extends Line> lines,
      Line[][] more,
      Map<DayOfWeek, Order>[] days,
      @Nullable Object note) {}

  sealed interface Figure permits Circle, Pair {}

  record Circle(Point center) implements Figure {}

  record Pair<T>(Figure one, T other) implements Figure {}

  record Holder(@Nullable Object content) {}

  @Test
  void bytesAreAsDocumented() {
    assertEquals("0602", hex(Integer.class, 1));
    assertEquals("0a0161", hex(String.class, "a"));
    assertEquals("00", hex(Point.class, null));
    assertEquals("1601" + "0203", hex(Point.class, new Point(1, -2)));
    assertEquals("1701" + "03425559", hex(Side.class, Side.BUY));
    assertEquals("1701" + "0453454c4c", hex(Side.class, Side.SELL));
    assertEquals("1601" + "1702" + "03425559" + "22" + "1603" + "0204", line());
  }

  private static String line() {
    return hex(Line.class, new Line(Side.BUY, Optional.of(new Point(1, 2))));
  }

  private static <E extends @Nullable Object> String hex(Class<E> type, E value) {
    return HexFormat.of().formatHex(TypedCodec.of(type).encode(value));
  }

  @Test
  void theShapeTellsAllThatIsLeftOut() {
    String order =
        """
        HERE$Order(java.util.List lines, HERE$Line[][] more, java.util.Map[] days, Object note); \
        HERE$Line(HERE$Side side, java.util.Optional at); HERE$Side; HERE$Point(int x, int y); \
        java.time.DayOfWeek\
        """;
    assertEquals(order.replace("HERE", HERE), TypedCodec.of(Order.class).shape());
    String figure =
        "HERE$Figure; HERE$Circle(HERE$Point center); HERE$Point(int x, int y);"
            + " HERE$Pair(HERE$Figure one, Object other)";
    assertEquals(figure.replace("HERE", HERE), TypedCodec.of(Figure.class).shape());
    assertEquals("Integer", TypedCodec.of(Integer.class).shape());
    assertEquals("byte[]", TypedCodec.of(byte[].class).shape());
  }

  @Test
  void whatIsNotDeclaredIsTold() {
    var codec = TypedCodec.of(Holder.class);
    var two = new Holder(List.of(new Point(1, 2), new Holder(new Point(3, 4)), Side.SELL));

    assertEquals(two, codec.decode(codec.encode(two)));
    byte[] one = codec.encode(new Holder(new Point(1, 2)));
    assertTrue(new String(one).contains(HERE + "$Point(int x, int y)"));
  }

  @Test
  void valuesOfAllDeclaredTypesArriveEqual() {
    Figure figure = new Pair<>(new Circle(new Point(1, 2)), new Pair<>(new Circle(null), "text"));
    var figures = TypedCodec.of(Figure.class);
    byte[] bytes = figures.encode(figure);
    assertEquals(figure, figures.decode(bytes));
    assertTrue(bytes.length < 25, () -> bytes.length + " bytes");

    var orders = TypedCodec.of(Order.class);
    var lines = List.of(new Line(Side.SELL, Optional.empty()), new Line(Side.BUY, null));
    var more = new Line[][] {{lines.get(0)}, null};
    var order = orders.decode(orders.encode(new Order(lines, more, null, new Circle(null))));
    assertEquals(lines, order.lines());
    assertTrue(Arrays.deepEquals(more, order.more()));
    assertEquals(new Circle(null), order.note());
  }

  @Test
  void theClassOfAPrimitiveMeansItsBox() {
    var codec = TypedCodec.of(int.class);

    assertEquals(Integer.class, codec.type());
    assertEquals(5, codec.decode(codec.encode(5)));
  }

  // ---- what is refused ----

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aValueOfAnotherClassIsRefused() {
    TypedCodec codec = TypedCodec.of(Point.class);

    var failure = assertThrows(ClassCastException.class, () -> codec.encode("a text"));

    assertEquals(
        "Cannot encode a java.lang.String as a %s$Point. Give one, or null.".formatted(HERE),
        failure.getMessage());
  }

  @Test
  void whatCannotCrossIsNamedWithThePathToIt() {
    var codec = TypedCodec.of(Holder.class);

    var failure =
        assertThrows(
            CodecException.Unencodable.class,
            () -> codec.encode(new Holder(List.of(1, new Thread()))));

    assertTrue(
        failure.getMessage().contains("Holder.content[1] is a java.lang.Thread, which cannot"),
        failure::getMessage);
  }

  @Test
  void whatIsTooLongForAnArrayIsRefused() {
    var codec = TypedCodec.of(MemorySegment.class);
    MemorySegment untouched = MemorySegment.NULL.reinterpret(1L << 31);

    var failure = assertThrows(CodecException.Unencodable.class, () -> codec.encode(untouched));

    assertTrue(failure.getMessage().contains("in 2147483654 bytes"), failure::getMessage);
  }

  @Test
  void aClosedRecordIsRefusedAtOnceWithTheLineToAdd(@TempDir Path folder) throws Exception {
    Record quote = CompiledModule.quote(folder, "");

    var failure =
        assertThrows(CodecException.Unencodable.class, () -> TypedCodec.of(quote.getClass()));

    assertTrue(failure.getMessage().contains("module-info.java: opens acme;"), failure::getMessage);
  }

  @Test
  void bytesOfAnotherClassAreDamaged() {
    byte[] text = TypedCodec.of(String.class).encode("a");

    var failure =
        assertThrows(
            CodecException.Malformed.class, () -> TypedCodec.of(Integer.class).decode(text));

    assertEquals(
        "Cannot decode a value: a java.lang.String is in it where a java.lang.Integer belongs. It"
            + " is damaged or cut off: send it again.",
        failure.getMessage());
  }

  @Test
  void whatAConstructorRefusesIsDamaged() {
    var codec = TypedCodec.of(Positive.class);
    byte[] bytes = codec.encode(new Positive(1));
    bytes[2] = 1; // -1

    var failure = assertThrows(CodecException.Malformed.class, () -> codec.decode(bytes));

    assertTrue(failure.getMessage().contains("not positive"), failure::getMessage);
  }

  @Test
  void mutatedValuesFailCleanly() {
    var random = new Random(6);
    var codec = TypedCodec.of(Holder.class, DataCodec.allowing());
    byte[] sound = codec.encode(new Holder(List.of(new Holder("a"), Map.of(1, new int[3]), 2.5)));
    int failed = 0;
    for (int i = 0; i < VALUES; i++) {
      byte[] bytes = Arrays.copyOf(sound, sound.length - random.nextInt(4) / 3);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(64);
      try {
        Holder _ = codec.decode(bytes);
      } catch (CodecException _) {
        failed++;
      }
    }
    assertTrue(failed > VALUES / 4, failed + " of " + VALUES);
  }
}
