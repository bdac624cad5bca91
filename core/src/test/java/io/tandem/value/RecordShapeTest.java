package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which records are structs, and what is said of those that are not.
class RecordShapeTest {
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

  record Nested(
      byte before,
      Point at,
      @Length(3) Point[] path,
      @Length(5) long[] counts,
      @Length(7) String name) {}

  record Boxed(int fine, Integer count) {}

  record Nothing() {}

  record NoLength(double[] values) {}

  record NoRoom(@Length(4) String name, String text) {}

  record Negative(@Length(-1) int[] values) {}

  record Generic<T>(T value) {}

  record OfList(List<String> names) {}

  record OfGeneric(Generic<Integer> value) {}

  record OfRaw(@SuppressWarnings("rawtypes") List names) {}

  record Endless(int value, @Length(2) Endless[] children) {}

  record Outer(Inner inner) {}

  record Inner(int value, Thread thread) {}

  record Table(@Length(2) int[][] rows) {}

  record Names(@Length(2) String[] names) {}

  record Scalar(@Length(2) int value) {}

  record Huge(@Length(1 << 28) long[] values) {}

  record Colored(Color color) {}

  enum Color {
    RED
  }

  @Test
  void everyPrimitiveIsItsTypeInC() {
    assertEquals(
        "struct { _Bool flag; int8_t tiny; int16_t small; uint16_t letter; int32_t number;"
            + " int64_t large; float f; double d; }",
        RecordShape.of(Every.class).toString());
  }

  @Test
  void recordsArraysAndStringsLieWithin() {
    assertEquals(
        "struct { int8_t before; struct { int16_t x; int32_t y; } at;"
            + " struct { int16_t x; int32_t y; } path[3]; int64_t counts[5]; char name[7]; }",
        RecordShape.of(Nested.class).toString());
  }

  @Test
  void membersArePaddedToTheirAlignmentAndTheEndToTheLargest() {
    assertEquals(
        "[b1(before)x3[s2(x)x2i4(y)](at)[3:[s2(x)x2i4(y)]](path)x4[5:j8](counts)[7:b1](name)x1]",
        RecordShape.of(Nested.class).layout().toString());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(Boxed.class, "Boxed.count is of java.lang.Integer, which may be null. Use int."),
        arguments(Nothing.class, "Nothing has no components. Give it one."),
        arguments(
            NoLength.class,
            "NoLength.values has no length. Write @Length(n) before it: how many elements."),
        arguments(
            NoRoom.class, "NoRoom.text has no length. Write @Length(n) before it: how many bytes."),
        arguments(Negative.class, "Negative.values has a length of -1. Use 1 or more."),
        arguments(Generic.class, "Generic.value is of the generic type T. Use primitives, other"),
        arguments(
            OfList.class, "OfList.names is of the generic type java.util.List<java.lang.String>"),
        arguments(OfGeneric.class, "OfGeneric.value is of the generic type io.tandem"),
        arguments(OfRaw.class, "OfRaw.names is of java.util.List. Use primitives"),
        arguments(Endless.class, "Endless.children[] contains itself, without end. Share it"),
        arguments(Outer.class, "Outer.inner.thread is of java.lang.Thread. Use primitives"),
        arguments(Table.class, "Table.rows[] is of int[]. Use primitives, other records, and"),
        arguments(Names.class, "Names.names[] is of java.lang.String. Use primitives"),
        arguments(
            Scalar.class, "Scalar.value has a @Length, but is no array and no string. Remove"),
        arguments(Huge.class, "Huge.values has 2147483648 bytes. Use at most 1073741824."),
        arguments(Colored.class, "Colored.color is of io.tandem.value.RecordShapeTest$Color. Use"),
        arguments(String.class, "String is of java.lang.String. Use primitives"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoStructIsNamedWithItsPath(Class<?> type, String why) {
    var refused = assertThrows(IllegalArgumentException.class, () -> StructMapping.of(type));

    String start = "Cannot lay out %s as a C struct: %s".formatted(type.getName(), why);
    assertEquals(start, refused.getMessage().substring(0, start.length()));
  }

  @Test
  void aDeclarationIsReadAsItWasWritten() {
    Shape.Struct shape = RecordShape.of(Nested.class);

    assertEquals(shape, ShapeParser.parse(shape.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "struct {",
        "struct { }x",
        "struct { int a; }",
        "struct { int32_t a }",
        "struct { int32_t a[; }",
        "struct { int32_t a[99999999999]; }",
        "struct { struct { int32_t a; } ; }"
      })
  void whatIsNoDeclarationIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ShapeParser.parse(text));
  }
}
