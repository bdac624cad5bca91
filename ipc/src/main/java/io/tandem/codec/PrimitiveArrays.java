package io.tandem.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Arrays of primitives: their length, and their elements as they lie in memory, in little-endian
/// order on every machine.
final class PrimitiveArrays {
  private static final boolean SWAPPED = ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;

  private PrimitiveArrays() {}

  static void write(int tag, Object array, Output out) {
    switch (tag) {
      case Tag.BYTES -> write(MemorySegment.ofArray((byte[]) array), ValueLayout.JAVA_BYTE, out);
      case Tag.BOOLEANS -> writeBooleans((boolean[]) array, out);
      case Tag.SHORTS -> write(MemorySegment.ofArray((short[]) array), ValueLayout.JAVA_SHORT, out);
      case Tag.CHARS -> write(MemorySegment.ofArray((char[]) array), ValueLayout.JAVA_CHAR, out);
      case Tag.INTS -> write(MemorySegment.ofArray((int[]) array), ValueLayout.JAVA_INT, out);
      case Tag.LONGS -> write(MemorySegment.ofArray((long[]) array), ValueLayout.JAVA_LONG, out);
      case Tag.FLOATS -> write(MemorySegment.ofArray((float[]) array), ValueLayout.JAVA_FLOAT, out);
      case Tag.DOUBLES ->
          write(MemorySegment.ofArray((double[]) array), ValueLayout.JAVA_DOUBLE, out);
      default -> throw new AssertionError(tag);
    }
  }

  private static void write(MemorySegment array, ValueLayout element, Output out) {
    long length = array.byteSize() / element.byteSize();
    out.writeLength(length);
    out.writeSegment(SWAPPED ? swapped(array, element) : array);
  }

  private static void writeBooleans(boolean[] array, Output out) {
    var bytes = new byte[array.length];
    for (int i = 0; i < array.length; i++) {
      bytes[i] = (byte) (array[i] ? 1 : 0);
    }
    write(MemorySegment.ofArray(bytes), ValueLayout.JAVA_BYTE, out);
  }

  static Object read(int tag, Input in) {
    return switch (tag) {
      case Tag.BYTES -> in.readBytes(in.readLength(1));
      case Tag.BOOLEANS -> readBooleans(in);
      case Tag.SHORTS -> {
        var array = new short[in.readLength(Short.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_SHORT, in);
      }
      case Tag.CHARS -> {
        var array = new char[in.readLength(Character.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_CHAR, in);
      }
      case Tag.INTS -> {
        var array = new int[in.readLength(Integer.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_INT, in);
      }
      case Tag.LONGS -> {
        var array = new long[in.readLength(Long.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_LONG, in);
      }
      case Tag.FLOATS -> {
        var array = new float[in.readLength(Float.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_FLOAT, in);
      }
      case Tag.DOUBLES -> {
        var array = new double[in.readLength(Double.BYTES)];
        yield read(array, MemorySegment.ofArray(array), ValueLayout.JAVA_DOUBLE, in);
      }
      default -> throw Input.malformed("there is no type %d", tag);
    };
  }

  private static Object read(Object array, MemorySegment memory, ValueLayout element, Input in) {
    in.readInto(memory);
    if (SWAPPED) {
      memory.copyFrom(swapped(memory, element));
    }
    return array;
  }

  private static boolean[] readBooleans(Input in) {
    byte[] bytes = in.readBytes(in.readLength(1));
    var array = new boolean[bytes.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes[i] != 0;
    }
    return array;
  }

  private static MemorySegment swapped(MemorySegment array, ValueLayout element) {
    ValueLayout from = element.withByteAlignment(1).withOrder(ByteOrder.BIG_ENDIAN);
    ValueLayout to = from.withOrder(ByteOrder.LITTLE_ENDIAN);
    var swapped = MemorySegment.ofArray(new byte[Math.toIntExact(array.byteSize())]);
    long count = array.byteSize() / element.byteSize();
    MemorySegment.copy(array, from, 0, swapped, to, 0, count);
    return swapped;
  }
}
