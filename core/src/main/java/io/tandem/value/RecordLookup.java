package io.tandem.value;

import java.lang.invoke.MethodHandles;

/// The way to a record's constructor and accessors, which its module must allow.
final class RecordLookup {
  private static final Module HERE = RecordLookup.class.getModule();

  private RecordLookup() {}

  /// Full access where the record's package is open, else what is public.
  static MethodHandles.Lookup in(Class<?> type) {
    HERE.addReads(type.getModule());
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      return MethodHandles.lookup();
    }
  }

  static IllegalArgumentException refused(Class<?> type, ReflectiveOperationException cause) {
    String module = type.getModule().isNamed() ? type.getModule().getName() : "of the class path";
    String to = HERE.isNamed() ? " to " + HERE.getName() : "";
    return new IllegalArgumentException(
        "Cannot use record %s: its module %s does not let it be made from outside. "
                .formatted(type.getName(), module)
            + "Add to its module-info.java: opens %s%s;".formatted(type.getPackageName(), to),
        cause);
  }
}
