package io.tandem.memory;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/// The accesses that name a byte order, written once in terms of those in native order.
///
/// Every order that is not the native one is the other one, as in Agrona.
interface EitherByteOrder extends MutableDirectBuffer {
  private static boolean isNative(ByteOrder order) {
    return order == ByteOrder.nativeOrder();
  }

  @Override
  default long getLong(int index, ByteOrder order) {
    long value = getLong(index);
    return isNative(order) ? value : Long.reverseBytes(value);
  }

  @Override
  default void putLong(int index, long value, ByteOrder order) {
    putLong(index, isNative(order) ? value : Long.reverseBytes(value));
  }

  @Override
  default int getInt(int index, ByteOrder order) {
    int value = getInt(index);
    return isNative(order) ? value : Integer.reverseBytes(value);
  }

  @Override
  default void putInt(int index, int value, ByteOrder order) {
    putInt(index, isNative(order) ? value : Integer.reverseBytes(value));
  }

  @Override
  default short getShort(int index, ByteOrder order) {
    short value = getShort(index);
    return isNative(order) ? value : Short.reverseBytes(value);
  }

  @Override
  default void putShort(int index, short value, ByteOrder order) {
    putShort(index, isNative(order) ? value : Short.reverseBytes(value));
  }

  @Override
  default char getChar(int index, ByteOrder order) {
    char value = getChar(index);
    return isNative(order) ? value : Character.reverseBytes(value);
  }

  @Override
  default void putChar(int index, char value, ByteOrder order) {
    putChar(index, isNative(order) ? value : Character.reverseBytes(value));
  }

  @Override
  default double getDouble(int index, ByteOrder order) {
    return Double.longBitsToDouble(getLong(index, order));
  }

  @Override
  default void putDouble(int index, double value, ByteOrder order) {
    putLong(index, Double.doubleToRawLongBits(value), order);
  }

  @Override
  default float getFloat(int index, ByteOrder order) {
    return Float.intBitsToFloat(getInt(index, order));
  }

  @Override
  default void putFloat(int index, float value, ByteOrder order) {
    putInt(index, Float.floatToRawIntBits(value), order);
  }
}
