package io.tandem.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The types that one end has decoded before, found by their texts' bytes. Threads may lose each
/// other's entries, which are then found the slow way again.
final class KnownTypes {
  private static final int PLACES = 256; // a power of 2

  private final @Nullable TypeForm[] places = new TypeForm[PLACES];

  @Nullable TypeForm find(byte[] bytes, int from, int length) {
    TypeForm known = places[place(bytes, from, length)];
    boolean same =
        known != null
            && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, from + length);
    return same ? known : null;
  }

  void add(TypeForm type) {
    places[place(type.bytes, 0, type.bytes.length)] = type;
  }

  /// By a few bytes only: names differ mostly in length, in the middle and at the end.
  private static int place(byte[] bytes, int from, int length) {
    if (length == 0) {
      return 0;
    }
    int last = from + length - 1;
    int hash = length;
    hash = hash * 31 + bytes[from + length / 4];
    hash = hash * 31 + bytes[from + length / 2];
    hash = hash * 31 + bytes[from + length - 1 - length / 4];
    hash = hash * 31 + bytes[last];
    return (hash ^ hash >>> 8) & PLACES - 1;
  }
}
