package io.tandem.value;

import java.lang.foreign.MemorySegment;

/// How values of one type are read from memory.
///
/// @param <T> the type, in Java
interface ReadAccess<T> {
  /// Makes a value of what is there. Plain accesses, in no order.
  T read(MemorySegment memory, long offset);
}
