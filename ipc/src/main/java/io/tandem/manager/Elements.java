package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// What a managed object makes of the values that are put into it, as everybody gets copies of
/// them: whether those can be changed, which would change nothing for others.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedList<byte[]> blocks = manager.with(Elements.COPIED).list();
///   blocks.add(new byte[10]);
/// }
/// ```
public enum Elements {
  /// No copy can be changed, so that no change is lost. A [java.util.List], [java.util.Set] or
  /// [java.util.Map] in a value, at any depth, also in records, comes out in the same order, and
  /// its methods that would change it throw [UnsupportedOperationException]. What is of another
  /// class that can be changed, as an array, is refused with an [IllegalArgumentException]. Managed
  /// and shared objects are kept as they are: what is changed in them is changed for all.
  FROZEN,

  /// Whatever may cross to another process is kept. Who changes its copy puts it back, or the
  /// change is lost, as in Python.
  COPIED;

  /// What is to be kept instead of a value.
  ///
  /// @throws IllegalArgumentException if it cannot be kept
  <T extends @Nullable Object> T keep(T value) {
    return this == FROZEN ? Frozen.of(value) : value;
  }

  /// What a function may get, which must not change what is kept.
  <T extends @Nullable Object> T copy(T kept) {
    return this == FROZEN ? kept : Copy.of(kept);
  }
}
