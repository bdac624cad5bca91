package io.tandem.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A message that is too long for a pipe to take at any time: it lies in shared memory, and another
/// one says where. The sender frees it when it has been answered, or can not be any more.
///
/// @param block where it is
/// @param bytes how long it is
record Parcel(SharedBlock block, long bytes) {
  static final ObjectType TYPE = new ObjectType("parcel", 1);

  static Parcel of(byte[] message) {
    SharedBlock block = SharedScope.ofProcessTree().allocate(TYPE, message.length);
    MemorySegment.copy(MemorySegment.ofArray(message), 0, block.segment(), 0, message.length);
    return new Parcel(block, message.length);
  }

  /// The message that says where it is.
  ///
  /// @param kind of the message in it
  byte[] message(int kind, int place) {
    return ByteBuffer.allocate(Messages.HEAD_BYTES + 2 * Long.BYTES + Integer.BYTES)
        .put((byte) (kind | Messages.PARCEL))
        .putInt(place)
        .putLong(block.offset())
        .putInt(block.generation())
        .putLong(bytes)
        .array();
  }

  /// In the worker: the message itself.
  static MemorySegment open(ByteBuffer message) {
    long offset = message.getLong(Messages.HEAD_BYTES);
    int generation = message.getInt(Messages.HEAD_BYTES + Long.BYTES);
    long bytes = message.getLong(Messages.HEAD_BYTES + Long.BYTES + Integer.BYTES);
    SharedBlock block = SharedScope.ofProcessTree().block(offset, generation, TYPE);
    return MemorySegment.ofArray(block.segment().asSlice(0, bytes).toArray(JAVA_BYTE));
  }

  void free() {
    block.free();
  }
}
