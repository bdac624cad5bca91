package io.tandem.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteOrder;
import org.agrona.LangUtil;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/// Agrona's ASCII strings: an `int` with the length, then a byte per character; or the bytes alone.
///
/// Characters outside ASCII are written as `?`. Reading them gives `U+FFFD` in a `String` and `?`
/// in an [Appendable].
interface AsciiStrings extends MutableDirectBuffer {

  // ---- with the length in front ----

  @Override
  default String getStringAscii(int index) {
    return getStringAscii(index, ByteOrder.nativeOrder());
  }

  @Override
  default String getStringAscii(int index, ByteOrder order) {
    int length = getInt(index, order);
    return length == 0 ? "" : getStringWithoutLengthAscii(index + STR_HEADER_LEN, length);
  }

  @Override
  default String getStringAscii(int index, int length) {
    return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length);
  }

  @Override
  default int getStringAscii(int index, Appendable appendable) {
    return getStringAscii(index, appendable, ByteOrder.nativeOrder());
  }

  @Override
  default int getStringAscii(int index, Appendable appendable, ByteOrder order) {
    int length = getInt(index, order);
    return length == 0
        ? 0
        : getStringWithoutLengthAscii(index + STR_HEADER_LEN, length, appendable);
  }

  @Override
  default int getStringAscii(int index, int length, Appendable appendable) {
    boundsCheck(index, length + STR_HEADER_LEN);
    append(index + STR_HEADER_LEN, length, appendable);
    return length;
  }

  @Override
  default int putStringAscii(int index, @Nullable String value) {
    return putStringAscii(index, (CharSequence) value, ByteOrder.nativeOrder());
  }

  @Override
  default int putStringAscii(int index, @Nullable CharSequence value) {
    return putStringAscii(index, value, ByteOrder.nativeOrder());
  }

  @Override
  default int putStringAscii(int index, @Nullable String value, ByteOrder order) {
    return putStringAscii(index, (CharSequence) value, order);
  }

  @Override
  default int putStringAscii(int index, @Nullable CharSequence value, ByteOrder order) {
    int length = value == null ? 0 : value.length();
    boundsCheck(index, length + STR_HEADER_LEN);
    putInt(index, length, order);
    return STR_HEADER_LEN + putStringWithoutLengthAscii(index + STR_HEADER_LEN, value);
  }

  // ---- without the length ----

  @Override
  default String getStringWithoutLengthAscii(int index, int length) {
    boundsCheck(index, length);
    byte[] bytes = new byte[length];
    getBytes(index, bytes);
    return new String(bytes, US_ASCII);
  }

  @Override
  default int getStringWithoutLengthAscii(int index, int length, Appendable appendable) {
    boundsCheck(index, length);
    append(index, length, appendable);
    return length;
  }

  @Override
  default int putStringWithoutLengthAscii(int index, @Nullable String value) {
    return putStringWithoutLengthAscii(index, (CharSequence) value);
  }

  @Override
  default int putStringWithoutLengthAscii(int index, @Nullable CharSequence value) {
    return putStringWithoutLengthAscii(index, value, 0, Integer.MAX_VALUE);
  }

  @Override
  default int putStringWithoutLengthAscii(
      int index, @Nullable String value, int valueOffset, int length) {
    return putStringWithoutLengthAscii(index, (CharSequence) value, valueOffset, length);
  }

  @Override
  default int putStringWithoutLengthAscii(
      int index, @Nullable CharSequence value, int valueOffset, int length) {
    if (value == null) {
      return 0;
    }
    int count = Math.min(value.length() - valueOffset, length);
    boundsCheck(index, count);
    for (int i = 0; i < count; i++) {
      char c = value.charAt(valueOffset + i);
      putByte(index + i, (byte) (c > 127 ? '?' : c));
    }
    return count;
  }

  private void append(int index, int length, Appendable appendable) {
    try {
      for (int i = 0; i < length; i++) {
        byte c = getByte(index + i);
        appendable.append(c < 0 ? '?' : (char) c);
      }
    } catch (IOException e) {
      LangUtil.rethrowUnchecked(e);
    }
  }
}
