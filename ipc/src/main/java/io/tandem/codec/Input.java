package io.tandem.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads what an [Output] wrote, and nothing beyond: each byte once, whoever may change it
/// meanwhile. Small values come through a window in the heap; arrays are copied straight.
final class Input {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;
  private static final int WINDOW = 1024;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private final MemorySegment bytes; // none of them is needed if the window has all
  private final long size;
  private final byte[] window;
  private int at;
  private int limit; // of what is in the window
  private long next; // byte behind the window

  Input(MemorySegment bytes, long from) {
    this.bytes = bytes;
    size = bytes.byteSize();
    next = from;
    window = new byte[(int) Math.min(WINDOW, size - from)];
    fill();
  }

  /// @param bytes nobody changes them
  Input(byte[] bytes) {
    this(bytes, 0, bytes.length, 0);
  }

  /// Reads a part of an array.
  ///
  /// @param bytes nobody changes them
  /// @param from what in the part it begins to read at
  Input(byte[] bytes, int start, int length, int from) {
    this.bytes = MemorySegment.NULL;
    size = length;
    window = bytes;
    at = start + from;
    limit = start + length;
    next = length;
  }

  private void fill() {
    System.arraycopy(window, at, window, 0, limit - at);
    limit -= at;
    at = 0;
    int more = (int) Math.min(window.length - limit, size - next);
    MemorySegment.copy(bytes, JAVA_BYTE, next, window, limit, more);
    limit += more;
    next += more;
  }

  /// How many bytes are still to be read.
  long rest() {
    return limit - at + (size - next);
  }

  private void need(long count) {
    if (count > limit - at) {
      requireRest(count);
      fill();
    }
  }

  private void requireRest(long count) {
    if (count < 0 || count > rest()) {
      throw malformed("%d bytes belong at byte %d of %d", count, position(), size);
    }
  }

  private long position() {
    return size - rest();
  }

  int readByte() {
    need(1);
    return window[at++] & 0xff;
  }

  long readFixed(int size) {
    need(size);
    long value = 0;
    if (size == Long.BYTES) {
      value = (long) LONG.get(window, at);
    } else {
      for (int i = 0; i < size; i++) {
        value |= (long) (window[at + i] & 0xff) << Byte.SIZE * i;
      }
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
          "%s parts belong at byte %d of %d", Long.toUnsignedString(length), position(), size);
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
    if (length <= limit - at) {
      at += length;
      return Arrays.copyOfRange(window, at - length, at); // which the JVM need not clear before
    }
    requireRest(length);
    var array = new byte[length];
    int near = limit - at;
    System.arraycopy(window, at, array, 0, near);
    at += near;
    MemorySegment.copy(bytes, JAVA_BYTE, next, array, near, length - near);
    next += length - near;
    return array;
  }

  /// Fills a segment of which the rest has enough.
  void readInto(MemorySegment target) {
    long length = target.byteSize();
    requireRest(length);
    int near = (int) Math.min(length, limit - at);
    MemorySegment.copy(window, at, target, JAVA_BYTE, 0, near);
    at += near;
    if (near < length) {
      MemorySegment.copy(bytes, next, target, near, length - near);
      next += length - near;
    }
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
      throw malformed("it goes on behind byte %d of %d", position(), size);
    }
  }

  static CodecException.Malformed malformed(String found, Object... arguments) {
    return new CodecException.Malformed(
        "Cannot decode a value: %s. It is damaged or cut off: send it again."
            .formatted(found.formatted(arguments)));
  }
}
