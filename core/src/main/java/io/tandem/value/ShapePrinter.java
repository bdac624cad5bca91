package io.tandem.value;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.stream.Collectors.joining;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.stream.IntStream;

/// Reads a struct as text for people, without a class of it: `{price 101.25, symbol "ACME"}`.
record ShapePrinter(Shape.Struct shape) implements ReadAccess<String> {
  private static final int MOST_SHOWN = 8;

  @Override
  public String read(MemorySegment memory, long offset) {
    return print(shape, memory, offset);
  }

  private static String print(Shape shape, MemorySegment memory, long offset) {
    return switch (shape) {
      case Shape.Struct struct -> print(struct, memory, offset);
      case Shape.Array array -> print(array, memory, offset);
      case Shape.Text(int length) ->
          '"' + new TextAccess("", length).read(memory, offset).replaceAll("\\p{C}", "?") + '"';
      case CType primitive -> print(primitive, memory, offset);
    };
  }

  private static String print(Shape.Struct struct, MemorySegment memory, long offset) {
    StructLayout layout = struct.layout();
    return struct.members().stream()
        .map(
            member -> {
              long at = offset + layout.byteOffset(groupElement(member.name()));
              return member.name() + " " + print(member.shape(), memory, at);
            })
        .collect(joining(", ", "{", "}"));
  }

  private static String print(Shape.Array array, MemorySegment memory, long offset) {
    long bytes = array.element().layout().byteSize();
    String end = array.length() > MOST_SHOWN ? ", ...]" : "]";
    return IntStream.range(0, Math.min(array.length(), MOST_SHOWN))
        .mapToObj(i -> print(array.element(), memory, offset + i * bytes))
        .collect(joining(", ", "[", end));
  }

  private static String print(CType primitive, MemorySegment memory, long offset) {
    return switch (primitive) {
      case BOOL -> String.valueOf(memory.get(JAVA_BOOLEAN, offset));
      case INT8 -> String.valueOf(memory.get(JAVA_BYTE, offset));
      case INT16 -> String.valueOf(memory.get(JAVA_SHORT, offset));
      case UINT16 -> String.valueOf((int) memory.get(JAVA_CHAR, offset));
      case INT32 -> String.valueOf(memory.get(JAVA_INT, offset));
      case INT64 -> String.valueOf(memory.get(JAVA_LONG, offset));
      case FLOAT -> String.valueOf(memory.get(JAVA_FLOAT, offset));
      case DOUBLE -> String.valueOf(memory.get(JAVA_DOUBLE, offset));
    };
  }
}
