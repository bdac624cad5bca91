package io.tandem.pool;

import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
/// - [#RETURNED], [#THROWN]: 8 bytes of nanoseconds that the task took, and a value by the codec
/// - [#SKIPPED]: 8 bytes with the length of the message of a task that was taken back
/// - [#READY]: nothing; the first answer of a worker
/// - [#NOT_INITIALIZED]: as [#THROWN], instead of it
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

  static final int HEAD_BYTES = 1 + Integer.BYTES;
  static final int ANSWER_BYTES = HEAD_BYTES + Long.BYTES;

  private Messages() {}

  static int kind(ByteBuffer message) {
    return message.get(0);
  }

  static int place(ByteBuffer message) {
    return message.getInt(1);
  }

  static byte[] stop() {
    return ByteBuffer.allocate(HEAD_BYTES).put((byte) STOP).array();
  }

  static byte[] ready() {
    return ByteBuffer.allocate(HEAD_BYTES).put((byte) READY).array();
  }

  static byte[] classes(byte[] encoded) {
    return ByteBuffer.allocate(HEAD_BYTES + encoded.length)
        .put((byte) CLASSES)
        .putInt(0)
        .put(encoded)
        .array();
  }

  /// @param number nanoseconds, or a length
  static byte[] answer(int kind, int place, long number, @Nullable Encoding value) {
    int size = value == null ? 0 : Math.toIntExact(value.size());
    byte[] message = new byte[Math.addExact(ANSWER_BYTES, size)];
    ByteBuffer.wrap(message).put((byte) kind).putInt(place).putLong(number);
    if (value != null) {
      value.writeTo(MemorySegment.ofArray(message), ANSWER_BYTES);
    }
    return message;
  }

  static long number(ByteBuffer answer) {
    return answer.getLong(HEAD_BYTES);
  }

  /// The value of an answer, still encoded.
  static MemorySegment value(byte[] answer) {
    return MemorySegment.ofArray(answer).asSlice(ANSWER_BYTES);
  }

  /// A task to be run.
  ///
  /// @param number of the task in its pool
  /// @param name of the task, or null
  /// @param attempt 1 for the first
  /// @param reusable whether the decoded code may be used again
  /// @param code the function, by the codec
  /// @param items what to call it for, by the codec; empty to call it once
  record TaskCall(
      long number,
      @Nullable String name,
      int attempt,
      boolean reusable,
      byte[] code,
      byte[] items) {

    /// Whether it is called for items.
    boolean isChunk() {
      return items.length > 0;
    }

    byte[] message(int place) {
      byte[] text = name == null ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
      int size = HEAD_BYTES + Long.BYTES + 3 * Integer.BYTES + 1 + text.length;
      return ByteBuffer.allocate(Math.addExact(size, Math.addExact(code.length, items.length)))
          .put((byte) TASK)
          .putInt(place)
          .putLong(number)
          .putInt(attempt)
          .put((byte) (reusable ? 1 : 0))
          .putInt(name == null ? -1 : text.length)
          .put(text)
          .putInt(code.length)
          .put(code)
          .put(items)
          .array();
    }

    static TaskCall of(ByteBuffer message) {
      message.position(HEAD_BYTES);
      long number = message.getLong();
      int attempt = message.getInt();
      boolean reusable = message.get() != 0;
      int nameBytes = message.getInt();
      String name =
          nameBytes < 0 ? null : new String(bytes(message, nameBytes), StandardCharsets.UTF_8);
      byte[] code = bytes(message, message.getInt());
      return new TaskCall(
          number, name, attempt, reusable, code, bytes(message, message.remaining()));
    }

    private static byte[] bytes(ByteBuffer message, int count) {
      byte[] bytes = new byte[count];
      message.get(bytes);
      return bytes;
    }
  }
}
