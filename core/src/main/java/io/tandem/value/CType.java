package io.tandem.value;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A primitive of Java as C has it.
enum CType implements Shape {
  BOOL("_Bool", ValueLayout.JAVA_BOOLEAN),
  INT8("int8_t", ValueLayout.JAVA_BYTE),
  INT16("int16_t", ValueLayout.JAVA_SHORT),
  UINT16("uint16_t", ValueLayout.JAVA_CHAR),
  INT32("int32_t", ValueLayout.JAVA_INT),
  INT64("int64_t", ValueLayout.JAVA_LONG),
  FLOAT("float", ValueLayout.JAVA_FLOAT),
  DOUBLE("double", ValueLayout.JAVA_DOUBLE);

  private static final Map<Class<?>, CType> BY_CARRIER =
      Stream.of(values()).collect(toUnmodifiableMap(type -> type.layout.carrier(), type -> type));

  private final String inC;
  private final ValueLayout layout;

  CType(String inC, ValueLayout layout) {
    this.inC = inC;
    this.layout = layout;
  }

  static Optional<CType> of(Class<?> primitive) {
    return Optional.ofNullable(BY_CARRIER.get(primitive));
  }

  static Optional<CType> named(String inC) {
    return Stream.of(values()).filter(type -> type.inC.equals(inC)).findFirst();
  }

  @Override
  public ValueLayout layout() {
    return layout;
  }

  @Override
  public String declaration(String declarator) {
    return inC + " " + declarator;
  }
}
