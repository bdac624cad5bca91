package io.tandem.value;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Objects;

/// An array of records.
///
/// @param <E> their class
/// @param path for messages
record RecordsAccess<E>(String path, StructMapping<E> element, int length) implements Access<E[]> {
  @Override
  @SuppressWarnings("unchecked")
  public E[] read(MemorySegment memory, long offset) {
    var array = (E[]) Array.newInstance(element.type(), length);
    for (int i = 0; i < length; i++) {
      array[i] = element.access().read(memory, offset + i * element.bytes());
    }
    return array;
  }

  @Override
  public void check(E[] array) {
    checkLength(path, array, length);
    for (int i = 0; i < length; i++) {
      element.access().check(Objects.requireNonNull(array[i], path));
    }
  }

  @Override
  public void write(MemorySegment memory, long offset, E[] array) {
    for (int i = 0; i < length; i++) {
      element.access().write(memory, offset + i * element.bytes(), array[i]);
    }
  }

  static void checkLength(String path, Object array, int length) {
    int found = Array.getLength(Objects.requireNonNull(array, path));
    if (found != length) {
      throw new IllegalArgumentException(
          "Cannot write %s: it has %d elements, and its @Length is %d. Fill it up."
              .formatted(path, found, length));
    }
  }
}
