package io.tandem.value;

import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the C struct that a record class is, or says which of its components has none.
final class RecordShape {
  /// So that offsets and sizes are far from any overflow.
  static final long MOST_BYTES = 1 << 30;

  private static final String WHAT_CAN_BE =
      "Use primitives, other records, and arrays and strings with @Length.";

  private final Class<?> outermost;
  private final List<Class<?>> around = new ArrayList<>();

  private RecordShape(Class<?> outermost) {
    this.outermost = outermost;
  }

  /// @throws IllegalArgumentException if it is none, naming the component
  static Shape.Struct of(Class<?> type) {
    var shape = new RecordShape(type);
    return shape.struct(type, type.getSimpleName());
  }

  private Shape.Struct struct(Class<?> type, String path) {
    if (!type.isRecord()) {
      throw refused(path, "is of %s".formatted(type.getTypeName()), WHAT_CAN_BE);
    }
    if (around.contains(type)) {
      throw refused(path, "contains itself, without end", "Share it in a value of its own.");
    }
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      throw refused(path, "has no components", "Give it one.");
    }
    around.add(type);
    var members = new ArrayList<Shape.Member>();
    for (RecordComponent component : components) {
      String name = component.getName();
      members.add(new Shape.Member(name, member(component, path + "." + name)));
    }
    around.removeLast();
    return checked(new Shape.Struct(members), path);
  }

  private Shape member(RecordComponent component, String path) {
    Class<?> type = component.getType();
    Length length = component.getAnnotation(Length.class);
    if (!component.getGenericType().equals(type)) {
      throw refused(path, "is of the generic type " + component.getGenericType(), WHAT_CAN_BE);
    }
    if (type == String.class) {
      return checked(new Shape.Text(required(length, path, "bytes")), path);
    }
    if (type.isArray()) {
      int elements = required(length, path, "elements");
      return checked(new Shape.Array(element(type.componentType(), path + "[]"), elements), path);
    }
    if (length != null) {
      throw refused(path, "has a @Length, but is no array and no string", "Remove it.");
    }
    return element(type, path);
  }

  private Shape element(Class<?> type, String path) {
    Class<?> unboxed = MethodType.methodType(type).unwrap().returnType();
    if (unboxed != type) {
      String found = "is of %s, which may be null".formatted(type.getName());
      throw refused(path, found, "Use %s.".formatted(unboxed));
    }
    Optional<CType> primitive = CType.of(type);
    return primitive.isPresent() ? primitive.get() : struct(type, path);
  }

  private int required(@Nullable Length length, String path, String unit) {
    if (length == null) {
      throw refused(
          path, "has no length", "Write @Length(n) before it: how many %s.".formatted(unit));
    }
    if (length.value() < 1) {
      throw refused(path, "has a length of %d".formatted(length.value()), "Use 1 or more.");
    }
    return length.value();
  }

  private <S extends Shape> S checked(S shape, String path) {
    long bytes = shape.layout().byteSize();
    if (bytes > MOST_BYTES) {
      throw refused(path, "has %d bytes".formatted(bytes), "Use at most %d.".formatted(MOST_BYTES));
    }
    return shape;
  }

  private IllegalArgumentException refused(String path, String found, String fix) {
    return new IllegalArgumentException(
        "Cannot lay out %s as a C struct: %s %s. %s"
            .formatted(outermost.getName(), path, found, fix));
  }
}
