package io.tandem.value;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A record within a record.
///
/// @param <R> its class
/// @param path for messages
record RecordAccess<R>(String path, Access<R> access) implements Access<R> {
  @Override
  public R read(MemorySegment memory, long offset) {
    return access.read(memory, offset);
  }

  @Override
  public void check(R struct) {
    access.check(Objects.requireNonNull(struct, path));
  }

  @Override
  public void write(MemorySegment memory, long offset, R struct) {
    access.write(memory, offset, struct);
  }
}
