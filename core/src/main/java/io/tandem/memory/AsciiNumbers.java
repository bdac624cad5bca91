package io.tandem.memory;

import static org.agrona.AsciiEncoding.ASCII_DIGITS;
import static org.agrona.AsciiEncoding.INT_MAX_DIGITS;
import static org.agrona.AsciiEncoding.LONG_MAX_DIGITS;
import static org.agrona.AsciiEncoding.MINUS_SIGN;
import static org.agrona.AsciiEncoding.MIN_INTEGER_VALUE;
import static org.agrona.AsciiEncoding.MIN_LONG_VALUE;
import static org.agrona.AsciiEncoding.ZERO;
import static org.agrona.AsciiEncoding.digitCount;

import org.agrona.AsciiEncoding;
import org.agrona.AsciiNumberFormatException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Agrona's decimal numbers in ASCII. *Natural* numbers have no sign.
///
/// Parsing is [AsciiEncoding]'s. Putting follows Agrona digit by digit, so that even what its
/// contract leaves open (a negative "natural" number) writes the same bytes.
interface AsciiNumbers extends MutableDirectBuffer {

  // ---- parse ----

  @Override
  default int parseIntAscii(int index, int length) {
    boundsCheck(index, length);
    return AsciiEncoding.parseIntAscii(new Characters(this), index, length);
  }

  @Override
  default long parseLongAscii(int index, int length) {
    boundsCheck(index, length);
    return AsciiEncoding.parseLongAscii(new Characters(this), index, length);
  }

  @Override
  default int parseNaturalIntAscii(int index, int length) {
    boundsCheck(index, length);
    refuseSign("int", INT_MAX_DIGITS, index, length);
    return AsciiEncoding.parseIntAscii(new Characters(this), index, length);
  }

  @Override
  default long parseNaturalLongAscii(int index, int length) {
    boundsCheck(index, length);
    refuseSign("long", LONG_MAX_DIGITS, index, length);
    return AsciiEncoding.parseLongAscii(new Characters(this), index, length);
  }

  private void refuseSign(String type, int maxDigits, int index, int length) {
    if (length > 0 && getByte(index) == MINUS_SIGN) {
      throw new AsciiNumberFormatException(
          (length > maxDigits ? type + " overflow parsing: " : "error parsing " + type + ": ")
              + getStringWithoutLengthAscii(index, length));
    }
  }

  // ---- put ----

  @Override
  default int putIntAscii(int index, int value) {
    if (value == Integer.MIN_VALUE) {
      putBytes(index, MIN_INTEGER_VALUE);
      return MIN_INTEGER_VALUE.length;
    }
    if (value >= 0) {
      return putNaturalIntAscii(index, value);
    }
    int digits = digitCount(-value);
    boundsCheck(index, 1 + digits);
    putByte(index, MINUS_SIGN);
    putDigits(index + 1, -value, digits);
    return 1 + digits;
  }

  @Override
  default int putLongAscii(int index, long value) {
    if (value == Long.MIN_VALUE) {
      putBytes(index, MIN_LONG_VALUE);
      return MIN_LONG_VALUE.length;
    }
    if (value >= 0) {
      return putNaturalLongAscii(index, value);
    }
    int digits = digitCount(-value);
    boundsCheck(index, 1 + digits);
    putByte(index, MINUS_SIGN);
    putDigits(index + 1, -value, digits);
    return 1 + digits;
  }

  @Override
  default int putNaturalIntAscii(int index, int value) {
    int digits = digitCount(value);
    boundsCheck(index, digits);
    putDigits(index, value, digits);
    return digits;
  }

  @Override
  default int putNaturalLongAscii(int index, long value) {
    int digits = digitCount(value);
    boundsCheck(index, digits);
    putDigits(index, value, digits);
    return digits;
  }

  @Override
  default void putNaturalPaddedIntAscii(int offset, int length, int value) {
    boundsCheck(offset, length);
    int rest = value;
    for (int i = offset + length - 1; i >= offset; i--) {
      putByte(i, (byte) (ZERO + rest % 10));
      rest /= 10;
    }
    if (rest != 0) {
      throw new NumberFormatException("Cannot write " + value + " in " + length + " bytes");
    }
  }

  @Override
  default int putNaturalIntAsciiFromEnd(int value, int endExclusive) {
    int digits = digitCount(value);
    boundsCheck(endExclusive - digits, digits);
    int index = endExclusive;
    for (int rest = value; rest > 0; rest /= 10) {
      index--;
      putByte(index, (byte) (ZERO + rest % 10));
    }
    return index;
  }

  private void putDigits(int index, long value, int digits) {
    long rest = value;
    int end = digits;
    while (rest >= 100_000_000) {
      int lastEight = (int) (rest % 100_000_000);
      rest /= 100_000_000;
      end -= 8;
      putFour(index + end, lastEight / 10_000);
      putFour(index + end + 4, lastEight % 10_000);
    }
    putDigits(index, (int) rest, end);
  }

  private void putDigits(int index, int value, int digits) {
    int rest = value;
    int end = digits;
    while (rest >= 10_000) {
      end -= 4;
      putFour(index + end, rest % 10_000);
      rest /= 10_000;
    }
    if (rest >= 100) {
      putTwo(index + end - 2, rest % 100);
      rest /= 100;
    }
    if (rest >= 10) {
      putTwo(index, rest);
    } else {
      putByte(index, (byte) (ZERO + rest));
    }
  }

  private void putFour(int index, int value) {
    putTwo(index, value / 100);
    putTwo(index + 2, value % 100);
  }

  private void putTwo(int index, int value) {
    putByte(index, ASCII_DIGITS[value << 1]);
    putByte(index + 1, ASCII_DIGITS[(value << 1) + 1]);
  }

  /// A buffer's bytes as the characters [AsciiEncoding] parses.
  record Characters(DirectBuffer buffer) implements CharSequence {
    @Override
    public int length() {
      return buffer.capacity();
    }

    @Override
    public char charAt(int index) {
      return (char) (buffer.getByte(index) & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return buffer.getStringWithoutLengthAscii(start, end - start);
    }
  }
}
