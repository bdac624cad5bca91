package io.tandem.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.agrona.DirectBuffer;

/// One argument of a generated call: made afresh for each buffer under test, and looked at after.
sealed interface Argument {
  /// Makes the argument; `buffers` makes a buffer of the kind under test from its contents.
  Object make(Function<byte[], ? extends DirectBuffer> buffers);

  /// What the call may have done to the argument, as a value that can be compared.
  default Object effect(Object made) {
    return "";
  }

  record Value(Object value) implements Argument {
    @Override
    public Object make(Function<byte[], ? extends DirectBuffer> buffers) {
      return value;
    }
  }

  record Bytes(byte[] contents) implements Argument {
    @Override
    public Object make(Function<byte[], ? extends DirectBuffer> buffers) {
      return contents.clone();
    }

    @Override
    public Object effect(Object made) {
      return Arrays.toString((byte[]) made);
    }
  }

  record Nio(byte[] contents, int position, boolean direct) implements Argument {
    @Override
    public Object make(Function<byte[], ? extends DirectBuffer> buffers) {
      int length = contents.length;
      ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
      return buffer.put(0, contents).position(Math.min(position, length));
    }

    @Override
    public Object effect(Object made) {
      var buffer = (ByteBuffer) made;
      byte[] bytes = new byte[buffer.capacity()];
      buffer.get(0, bytes);
      return buffer.position() + Arrays.toString(bytes);
    }
  }

  record Peer(byte[] contents) implements Argument {
    @Override
    public Object make(Function<byte[], ? extends DirectBuffer> buffers) {
      return buffers.apply(contents);
    }

    @Override
    public Object effect(Object made) {
      return Arrays.toString(Argument.contents((DirectBuffer) made));
    }
  }

  record Sink() implements Argument {
    @Override
    public Object make(Function<byte[], ? extends DirectBuffer> buffers) {
      return new StringBuilder();
    }

    @Override
    public Object effect(Object made) {
      return made.toString();
    }
  }

  static byte[] contents(DirectBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  static SegmentBuffer segmentBuffer(Arena arena, byte[] contents) {
    var segment = arena.allocate(contents.length, Long.BYTES);
    MemorySegment.copy(contents, 0, segment, ValueLayout.JAVA_BYTE, 0, contents.length);
    return new SegmentBuffer(segment);
  }
}
