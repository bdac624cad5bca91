package io.tandem.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what an [Output] wrote, and nothing beyond: each byte once, whoever may change it
/// meanwhile. Small values come through a window in the heap; arrays are copied straight.
final class Input {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int WINDOW = 1024;

  private final MemorySegment bytes;
  private final byte[] window;
  private int at;
  private int limit; // of what is in the window
  private long next; // byte behind the window

  Input(MemorySegment bytes) {
    this.bytes = bytes;
    window = new byte[(int) Math.min(WINDOW, bytes.byteSize())];
    fill();
  }

  private void fill() {
    System.arraycopy(window, at, window, 0, limit - at);
    limit -= at;
    at = 0;
    int more = (int) Math.min(window.length - limit, bytes.byteSize() - next);
    MemorySegment.copy(bytes, JAVA_BYTE, next, window, limit, more);
    limit += more;
    next += more;
  }

  /// How many bytes are still to be read.
  long rest() {
    return limit - at + (bytes.byteSize() - next);
  }

  private void need(long count) {
    if (count > limit - at) {
      requireRest(count);
      fill();
    }
  }

  private void requireRest(long count) {
    if (count < 0 || count > rest()) {
      throw malformed("%d bytes belong at byte %d of %d", count, position(), bytes.byteSize());
    }
  }

  private long position() {
    return bytes.byteSize() - rest();
  }

  int readByte() {
    need(1);
    return window[at++] & 0xff;
  }

  long readFixed(int size) {
    need(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) (window[at + i] & 0xff) << Byte.SIZE * i;
    }
    at += size;
    return value;
  }

  long readNumber() {
    long value = readUnsigned();
    return value >>> 1 ^ -(value & 1);
  }

  int readInt() {
    long value = readNumber();
    if (value != (int) value) {
      throw malformed("%d is in it where an int belongs", value);
    }
    return (int) value;
  }

  /// A number that says how much of the rest is whose.
  ///
  /// @param atLeast bytes that each takes of the rest, 1 or more
  /// @return a number of which the rest has enough
  int readLength(int atLeast) {
    long length = readUnsigned();
    if (length < 0 || length > rest() / atLeast || length > Integer.MAX_VALUE - 8) {
      throw malformed(
          "%s parts belong at byte %d of %d",
          Long.toUnsignedString(length), position(), bytes.byteSize());
    }
    return (int) length;
  }

  int readNumberUpTo(int most) {
    long number = readUnsigned();
    if (number < 0 || number > most) {
      throw malformed("%s is in it where at most %d belongs", Long.toUnsignedString(number), most);
    }
    return (int) number;
  }

  long readUnsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & SEVEN_BITS) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw malformed("a number does not end at byte %d", position());
  }

  String readText() {
    return readText(readLength(1));
  }

  String readText(int length) {
    if (length > window.length) {
      return new String(readBytes(length), StandardCharsets.UTF_8);
    }
    need(length);
    at += length;
    return new String(window, at - length, length, StandardCharsets.UTF_8);
  }

  byte[] readBytes(int length) {
    requireRest(length);
    var array = new byte[length];
    readInto(MemorySegment.ofArray(array));
    return array;
  }

  /// Fills a segment of which the rest has enough.
  void readInto(MemorySegment target) {
    long size = target.byteSize();
    requireRest(size);
    int near = (int) Math.min(size, limit - at);
    MemorySegment.copy(window, at, target, JAVA_BYTE, 0, near);
    at += near;
    MemorySegment.copy(bytes, next, target, near, size - near);
    next += size - near;
  }

  /// The type whose text comes next, if it is known; then its text is read.
  @Nullable TypeForm readKnown(KnownTypes known, int length) {
    if (length > window.length) {
      return null;
    }
    need(length);
    TypeForm type = known.find(window, at, length);
    at += type == null ? 0 : length;
    return type;
  }

  void requireEnd() {
    if (rest() != 0) {
      throw malformed("it goes on behind byte %d of %d", position(), bytes.byteSize());
    }
  }

  static CodecException.Malformed malformed(String found, Object... arguments) {
    return new CodecException.Malformed(
        "Cannot decode a value: %s. It is damaged or cut off: send it again."
            .formatted(found.formatted(arguments)));
  }
}
