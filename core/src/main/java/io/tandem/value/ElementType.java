package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.ObjectType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What a value is, or an array of: its letter in shared memory, which is that of Python's
/// `typecode_or_type`, and its width.
enum ElementType {
  BOOLEAN("bool", '?', Integer.BYTES),
  BYTE("byte", 'b', Byte.BYTES),
  INT("int", 'i', Integer.BYTES),
  LONG("long", 'q', Long.BYTES),
  FLOAT("float", 'f', Float.BYTES),
  DOUBLE("double", 'd', Double.BYTES);

  final char code;
  final int bytes;
  final ObjectType value;
  final ObjectType array;

  ElementType(String name, char code, int bytes) {
    this.code = code;
    this.bytes = bytes;
    this.value = new ObjectType(name, 1);
    this.array = new ObjectType(name + "[]", 1);
  }

  /// The one of a letter in shared memory.
  ///
  /// @throws IllegalArgumentException if there is none: the memory is damaged
  static ElementType of(int code) {
    return find(type -> type.code == code)
        .orElseThrow(() -> new IllegalArgumentException("No type has the code " + code));
  }

  static boolean isValue(String tag, int version) {
    return find(type -> type.value.is(tag, version)).isPresent();
  }

  static boolean isArray(String tag, int version) {
    return find(type -> type.array.is(tag, version)).isPresent();
  }

  private static Optional<ElementType> find(Predicate<ElementType> wanted) {
    return Stream.of(values()).filter(wanted).findFirst();
  }

  /// Reads the first elements, with no order.
  List<Object> first(MemorySegment elements, long length, int most) {
    return LongStream.range(0, Math.min(length, most))
        .mapToObj(i -> read(elements, i * bytes))
        .toList();
  }

  /// Reads one, with no order.
  Object read(MemorySegment memory, long offset) {
    return switch (this) {
      case BOOLEAN -> memory.get(JAVA_INT, offset) != 0;
      case BYTE -> (int) memory.get(JAVA_BYTE, offset);
      case INT -> memory.get(JAVA_INT, offset);
      case LONG -> memory.get(JAVA_LONG, offset);
      case FLOAT -> memory.get(JAVA_FLOAT, offset);
      case DOUBLE -> memory.get(JAVA_DOUBLE, offset);
    };
  }
}
