package io.tandem.list;

import java.util.Arrays;

/// Bytes that grow.
final class ElementWriter {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[32];
  private int length;

  void writeByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /// Short for small numbers, negative ones too.
  void writeNumber(long value) {
    long rest = value << 1 ^ value >> 63;
    for (; (rest & ~SEVEN_BITS) != 0; rest >>>= 7) {
      writeByte((int) rest & SEVEN_BITS | MORE);
    }
    writeByte((int) rest);
  }

  void writeFixed(long value, int size) {
    for (int i = 0; i < size; i++) {
      writeByte((int) (value >>> Byte.SIZE * i));
    }
  }

  void writeBytes(byte[] value) {
    writeNumber(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      long wanted = Math.max(2L * bytes.length, (long) length + more);
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 8)));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
