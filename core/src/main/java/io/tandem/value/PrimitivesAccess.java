package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;

/// An array of primitives.
///
/// @param path for messages
record PrimitivesAccess(String path, ValueLayout element, int length) implements Access<Object> {
  @Override
  public Object read(MemorySegment memory, long offset) {
    Object array = Array.newInstance(element.carrier(), length);
    if (array instanceof boolean[] booleans) {
      for (int i = 0; i < length; i++) {
        booleans[i] = memory.get(JAVA_BYTE, offset + i) != 0;
      }
    } else {
      MemorySegment.copy(memory, element, offset, array, 0, length);
    }
    return array;
  }

  @Override
  public void check(Object array) {
    RecordsAccess.checkLength(path, array, length);
  }

  @Override
  public void write(MemorySegment memory, long offset, Object array) {
    if (array instanceof boolean[] booleans) {
      for (int i = 0; i < length; i++) {
        memory.set(JAVA_BYTE, offset + i, (byte) (booleans[i] ? 1 : 0));
      }
    } else {
      MemorySegment.copy(array, 0, memory, element, offset, length);
    }
  }
}
