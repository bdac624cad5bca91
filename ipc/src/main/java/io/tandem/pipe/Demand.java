package io.tandem.pipe;

import java.lang.foreign.MemorySegment;

/// What a receiver asks for, checked before a message is taken: one that was refused is still
/// there.
final class Demand {
  private Demand() {}

  static void requireLimit(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot receive at most %d bytes: use 0 or more.".formatted(bytes));
    }
  }

  /// @param offset in the target, of a message's first byte
  /// @throws IndexOutOfBoundsException if the target has no such offset
  /// @throws IllegalArgumentException if this thread may not write to it
  static void requireWritable(MemorySegment target, long offset) {
    if (offset < 0 || offset > target.byteSize()) {
      throw new IndexOutOfBoundsException(
          "Cannot receive into byte %d of %d: use an offset in the target."
              .formatted(offset, target.byteSize()));
    }
    if (target.isReadOnly() || !target.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalArgumentException(
          "Cannot receive into %s: this thread may not write to it.".formatted(target));
    }
  }
}
