package io.tandem.list;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.codec.TypedCodec;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// The type of a list's elements, as it is kept in memory: so that nobody reads them as another.
///
/// @param hash of all of its text
/// @param text as much as there is room for
record Shape(long hash, String text) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static Shape of(TypedCodec<?> codec) {
    String text = codec.shape();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long hash = FNV_OFFSET;
    for (byte each : bytes) {
      hash = (hash ^ each & 0xff) * FNV_PRIME;
    }
    return new Shape(hash, text);
  }

  void write(MemorySegment list) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, SharedListLayout.SHAPE_BYTES);
    list.set(JAVA_LONG, SharedListLayout.SHAPE_HASH_AT, hash);
    MemorySegment.copy(bytes, 0, list, JAVA_BYTE, SharedListLayout.SHAPE_AT, length);
  }

  static Shape read(MemorySegment list) {
    byte[] bytes =
        list.asSlice(SharedListLayout.SHAPE_AT, SharedListLayout.SHAPE_BYTES).toArray(JAVA_BYTE);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return new Shape(
        list.get(JAVA_LONG, SharedListLayout.SHAPE_HASH_AT),
        text + (length == bytes.length ? "..." : ""));
  }
}
