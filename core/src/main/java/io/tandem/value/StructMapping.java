package io.tandem.value;

import java.lang.foreign.StructLayout;

/// A record class and the C struct that it is, found out once per class.
///
/// @param <R> the class
/// @param bytes of one struct, with the padding at its end
record StructMapping<R>(
    Class<R> type, Shape.Struct shape, StructLayout layout, long bytes, Access<R> access) {
  private static final ClassValue<StructMapping<?>> ALL =
      new ClassValue<>() {
        @Override
        protected StructMapping<?> computeValue(Class<?> type) {
          return make(type);
        }
      };

  /// @throws IllegalArgumentException if the class is no such record, naming the component; or if
  ///   it is closed to this module
  @SuppressWarnings("unchecked")
  static <R> StructMapping<R> of(Class<R> type) {
    return (StructMapping<R>) ALL.get(type);
  }

  private static <R> StructMapping<R> make(Class<R> type) {
    Shape.Struct shape = RecordShape.of(type);
    StructLayout layout = shape.layout().withName(type.getSimpleName());
    Access<R> access = RecordBinding.bind(type, shape, layout);
    return new StructMapping<>(type, shape, layout, layout.byteSize(), access);
  }
}
