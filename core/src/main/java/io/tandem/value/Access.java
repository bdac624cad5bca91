package io.tandem.value;

import java.lang.foreign.MemorySegment;

/// How values of one type are read from memory and written to it. Plain accesses, in no order.
///
/// Implemented by records, whose fields are constants to the compiler where the access is one.
///
/// @param <T> the type, in Java
interface Access<T> extends ReadAccess<T> {
  /// Refuses a value that has no place there: then nothing has been written.
  ///
  /// @throws IllegalArgumentException if an array or a string has the wrong length
  /// @throws NullPointerException if it, or a part of it, is null
  void check(T value);

  /// Writes a value that was checked. Padding stays as it is.
  void write(MemorySegment memory, long offset, T value);
}
