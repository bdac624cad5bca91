package io.tandem.list;

import io.tandem.memory.MemoryException;
import java.util.Arrays;

/// Reads what an [ElementWriter] wrote, and nothing beyond.
final class ElementReader {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final byte[] bytes;
  private int at;

  ElementReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int readByte() {
    if (at >= bytes.length) {
      throw damaged("it ends after %d bytes".formatted(bytes.length));
    }
    return bytes[at++] & 0xff;
  }

  long readNumber() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & SEVEN_BITS) << shift;
      if ((next & MORE) == 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw damaged("a number does not end");
  }

  long readFixed(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) readByte() << Byte.SIZE * i;
    }
    return value;
  }

  byte[] readBytes() {
    long length = readNumber();
    if (length < 0 || length > bytes.length - at) {
      throw damaged("a part of %d bytes is in it".formatted(length));
    }
    at += (int) length;
    return Arrays.copyOfRange(bytes, at - (int) length, at);
  }

  void requireEnd() {
    if (at != bytes.length) {
      throw damaged("it ends at byte %d of %d".formatted(at, bytes.length));
    }
  }

  static MemoryException.Incompatible damaged(String found) {
    return new MemoryException.Incompatible(
        "Cannot read an element of a shared list: %s. ".formatted(found)
            + "It is damaged, or of another type: set it again.");
  }
}
