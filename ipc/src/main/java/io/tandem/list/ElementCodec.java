package io.tandem.list;

import io.tandem.memory.MemoryException;
import org.jspecify.annotations.Nullable;

/// Turns elements into bytes and back.
interface ElementCodec<E extends @Nullable Object> {
  /// What it encodes, for people and for telling one from another: two with the same shape read
  /// each other's bytes.
  String shape();

  /// @throws ClassCastException if the element, or a part of it, is of another type
  /// @throws IllegalArgumentException if it is too deep or too long
  byte[] encode(E element);

  /// @throws MemoryException.Incompatible if they are not the bytes of an element
  E decode(byte[] bytes);
}
