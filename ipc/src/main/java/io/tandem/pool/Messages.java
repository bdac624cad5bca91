package io.tandem.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What goes through the pipe between a pool and a worker. Numbers are big-endian.
///
/// ```text
/// offset  size  field
///      0     1  kind
///      1     4  place of the task among all that were sent to this worker
///      5        by the kind
/// ```
///
/// - [#TASK]: a [TaskCall]
/// - [#CLASSES]: a map of names and bytes, by the codec for objects
/// - [#STOP]: nothing
/// - any of these with [#PARCEL]: where it is, see [Parcel]
/// - [#RETURNED], [#THROWN]: 8 bytes of nanoseconds that the task took, 4 with how many items of a
///   chunk have failed, and a value by the codec
/// - [#SKIPPED]: 8 bytes with the length of the message of a task that was taken back
/// - [#READY]: 8 bytes of nanoseconds that the initializer took; the first answer of a worker
/// - [#NOT_INITIALIZED]: as [#THROWN], instead of it
/// - [#LOG]: the number of the task, 4 bytes of nothing, and its name and a text by the codec
final class Messages {
  static final int TASK = 1;
  static final int CLASSES = 2;
  static final int STOP = 3;
  static final int PARCEL = 0x40;

  static final int RETURNED = 8;
  static final int THROWN = 9;
  static final int SKIPPED = 10;
  static final int READY = 11;
  static final int NOT_INITIALIZED = 12;
  static final int LOG = 13;

  private static final int PLACE_AT = 1;
  static final int HEAD_BYTES = PLACE_AT + Integer.BYTES;
  private static final int FAILED_AT = HEAD_BYTES + Long.BYTES;
  static final int ANSWER_BYTES = FAILED_AT + Integer.BYTES;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int LONGEST_VALUE = Encoding.LONGEST_ARRAY - ANSWER_BYTES;

  private Messages() {}

  static int kind(ByteBuffer message) {
    return message.get(0);
  }

  static int place(ByteBuffer message) {
    return message.getInt(PLACE_AT);
  }

  static boolean isEndOfTask(ByteBuffer answer) {
    return kind(answer) == RETURNED || kind(answer) == THROWN;
  }

  static byte[] stop() {
    return ByteBuffer.allocate(HEAD_BYTES).put((byte) STOP).array();
  }

  static byte[] classes(Encoding encoded) {
    byte[] message = new byte[Math.addExact(HEAD_BYTES, Math.toIntExact(encoded.size()))];
    message[0] = CLASSES;
    encoded.writeTo(MemorySegment.ofArray(message), HEAD_BYTES);
    return message;
  }

  /// @param number nanoseconds, or a length
  static Encoding answer(int kind, int place, long number, @Nullable Encoding value) {
    return answer(kind, place, number, 0, value);
  }

  /// @param number nanoseconds, or a length
  /// @param failed how many items of a chunk have
  static Encoding answer(int kind, int place, long number, int failed, @Nullable Encoding value) {
    long size = value == null ? 0 : value.size();
    if (size > LONGEST_VALUE) {
      throw new IllegalStateException(
          "The task has returned what cannot be sent back: it takes %d bytes, and %d is the most."
                  .formatted(size, LONGEST_VALUE)
              + " Return shared objects.");
    }
    return new Answer((byte) kind, place, number, failed, value);
  }

  /// An answer, to be written straight to where it goes.
  private record Answer(byte kind, int place, long number, int failed, @Nullable Encoding value)
      implements Encoding {
    @Override
    public long size() {
      return ANSWER_BYTES + (value == null ? 0 : value.size());
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {
      if (value != null) {
        value.writeTo(target, offset + ANSWER_BYTES);
      }
      target.set(JAVA_BYTE, offset, kind);
      target.set(INT, offset + PLACE_AT, place);
      target.set(LONG, offset + HEAD_BYTES, number);
      target.set(INT, offset + FAILED_AT, failed);
    }
  }

  static int failed(ByteBuffer answer) {
    return answer.getInt(FAILED_AT);
  }

  static long number(ByteBuffer answer) {
    return answer.getLong(HEAD_BYTES);
  }

  /// The value of an answer, still encoded.
  static MemorySegment value(byte[] answer) {
    return MemorySegment.ofArray(answer).asSlice(ANSWER_BYTES);
  }
}
