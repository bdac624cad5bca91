package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.Viewer;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What tools show of records, without a class of them.
class StructViewersTest {
  record Every(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float f,
      double d) {}

  record Trade(@Length(8) String symbol, @Length(2) Point[] path, @Length(9) int[] sizes) {}

  record Point(int x, int y) {}

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.close();
    root.close();
  }

  @Test
  void everyPrimitiveIsPrinted() {
    var every = new Every(true, (byte) -1, (short) -2, 'A', -4, -8, 0.5f, -0.25);

    assertEquals(
        "{flag true, tiny -1, small -2, letter 65, number -4, large -8, f 0.5, d -0.25} of struct {"
            + " _Bool flag; int8_t tiny; int16_t small; uint16_t letter; int32_t number;"
            + " int64_t large; float f; double d; }",
        text(StructValue.create(scope, every).block()));
  }

  @Test
  void partsArePrintedWithoutWhatATerminalWouldObey() {
    var points = new Point[] {new Point(1, 2), new Point(3, 4)};
    var trade = new Trade("a\u001B[1m", points, new int[9]);

    String text = text(StructValue.create(scope, trade).block());

    assertTrue(
        text.startsWith(
            "{symbol \"a?[1m\", path [{x 1, y 2}, {x 3, y 4}], sizes [0, 0, 0, 0, 0, 0, 0, 0, ...]}"
                + " of struct { char symbol[8]; struct { int32_t x; int32_t y; } path[2]; "),
        text);
  }

  @Test
  void theFirstOfAnArrayArePrintedAndHowManyThereAre() {
    StructArray<Point> points = StructArray.create(scope, Point.class, 4);
    points.set(1, new Point(5, 6));
    String of = " of struct { int32_t x; int32_t y; }";

    assertEquals("{x 0, y 0}, {x 5, y 6}, {x 0, y 0}, ... 4 in all" + of, text(points.block()));
    var two = StructArray.create(scope, Point.class, 2);
    assertEquals("{x 0, y 0}, {x 0, y 0}" + of, text(two.block()));
    assertEquals(of, text(StructArray.create(scope, Point.class, 0).block()));
  }

  @Test
  void aRecordThatADeadWriterLeftIsPrintedWhole() {
    StructValue<Point> point = StructValue.create(scope, new Point(1, 2));
    point.set(new Point(3, 4));
    MemorySegment memory = point.block().segment();
    memory.set(JAVA_INT, StructValueLayout.BYTES, -1);
    memory.set(JAVA_LONG, StructValueLayout.SEQUENCE_AT, 1);

    assertTrue(text(point.block()).startsWith("{x 3, y 4} of"));
  }

  @Test
  void aDamagedBlockIsNotFollowed() {
    StructValue<Point> point = StructValue.create(scope, new Point(1, 2));
    MemorySegment memory = point.block().segment();
    long shapeAt = StructValueLayout.shapeAt(8);
    byte[] larger = "struct { double ax[999999999]; }".getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(larger, 0, memory, JAVA_BYTE, shapeAt, larger.length);

    assertThrows(RuntimeException.class, () -> text(point.block()));
    memory.set(JAVA_INT, StructValueLayout.SHAPE_BYTES_AT, 1 << 30);
    assertThrows(RuntimeException.class, () -> text(point.block()));
  }

  private static String text(SharedBlock block) {
    Viewer viewer =
        ServiceLoader.load(Viewer.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.isFor(block.type().tag(), block.type().version()))
            .findFirst()
            .orElseThrow();
    assertFalse(viewer.isFor(block.type().tag(), block.type().version() + 1));
    return viewer.view(block.segment().asReadOnly(), owner -> null).text();
  }
}
