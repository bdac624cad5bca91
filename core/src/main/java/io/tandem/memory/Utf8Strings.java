package io.tandem.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/// Agrona's UTF-8 strings: an `int` with the number of bytes, then the bytes; or the bytes alone.
///
/// A null is written as the four letters `null`. Malformed bytes are read as `U+FFFD`.
interface Utf8Strings extends MutableDirectBuffer {
  @Override
  default String getStringUtf8(int index) {
    return getStringUtf8(index, ByteOrder.nativeOrder());
  }

  @Override
  default String getStringUtf8(int index, ByteOrder order) {
    int length = getInt(index, order);
    return length == 0 ? "" : getStringWithoutLengthUtf8(index + STR_HEADER_LEN, length);
  }

  @Override
  default String getStringUtf8(int index, int length) {
    return getStringWithoutLengthUtf8(index + STR_HEADER_LEN, length);
  }

  @Override
  default String getStringWithoutLengthUtf8(int index, int length) {
    boundsCheck(index, length);
    byte[] bytes = new byte[length];
    getBytes(index, bytes);
    return new String(bytes, UTF_8);
  }

  @Override
  default int putStringUtf8(int index, @Nullable String value) {
    return putStringUtf8(index, value, ByteOrder.nativeOrder(), Integer.MAX_VALUE);
  }

  @Override
  default int putStringUtf8(int index, @Nullable String value, ByteOrder order) {
    return putStringUtf8(index, value, order, Integer.MAX_VALUE);
  }

  @Override
  default int putStringUtf8(int index, @Nullable String value, int maxEncodedLength) {
    return putStringUtf8(index, value, ByteOrder.nativeOrder(), maxEncodedLength);
  }

  @Override
  default int putStringUtf8(
      int index, @Nullable String value, ByteOrder order, int maxEncodedLength) {
    byte[] bytes = encode(value);
    if (bytes.length > maxEncodedLength) {
      throw new IllegalArgumentException(
          "Cannot put a string of %d bytes: maxEncodedLength is %d. "
                  .formatted(bytes.length, maxEncodedLength)
              + "Shorten it or raise the maximum.");
    }
    boundsCheck(index, STR_HEADER_LEN + bytes.length);
    putInt(index, bytes.length, order);
    putBytes(index + STR_HEADER_LEN, bytes);
    return STR_HEADER_LEN + bytes.length;
  }

  @Override
  default int putStringWithoutLengthUtf8(int index, @Nullable String value) {
    byte[] bytes = encode(value);
    putBytes(index, bytes);
    return bytes.length;
  }

  private static byte[] encode(@Nullable String value) {
    return String.valueOf(value).getBytes(UTF_8);
  }
}
