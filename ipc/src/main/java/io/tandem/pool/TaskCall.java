package io.tandem.pool;

import io.tandem.codec.Encoding;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A task as it goes to a worker. Its submitter makes the message; what is known only when a worker
/// gets it is filled in then.
///
/// ```text
/// offset  size  field
///      0     1  kind
///      1     4  place, filled in
///      5     8  number of the task in its pool, filled in
///     13     4  attempt, 1 for the first, filled in
///     17     1  whether the decoded code may be used again
///     18     4  length of the name, or -1
///     22     n  name
///   22+n     4  length of the code
///   26+n        the function and then, if it is a mapper, the items ([Packed]), both by the codec
/// ```
///
/// @param number of the task in its pool
/// @param name of the task, or null
/// @param attempt 1 for the first
/// @param reusable whether the decoded code may be used again
/// @param code the function, encoded
/// @param items what to call it for, encoded; empty to call it once
record TaskCall(
    long number,
    @Nullable String name,
    int attempt,
    boolean reusable,
    MemorySegment code,
    MemorySegment items) {
  private static final int PLACE_AT = 1;
  private static final int FIXED_BYTES = 26;

  // ---- in the pool ----

  /// The message for a task.
  ///
  /// @param items for a mapper; null to call the function once
  static byte[] message(TaskCode code, @Nullable Encoding items, @Nullable String name) {
    byte[] text = name == null ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
    Encoding function = code.function();
    int codeAt = FIXED_BYTES + text.length;
    byte[] message = new byte[size(codeAt + function.size(), items)];
    MemorySegment memory = MemorySegment.ofArray(message);
    ByteBuffer.wrap(message)
        .put((byte) Messages.TASK)
        .position(PLACE_AT + 2 * Integer.BYTES + Long.BYTES)
        .put((byte) (code.reusable() ? 1 : 0))
        .putInt(name == null ? -1 : text.length)
        .put(text)
        .putInt((int) function.size());
    function.writeTo(memory, codeAt);
    if (items != null) {
      items.writeTo(memory, codeAt + function.size());
    }
    return message;
  }

  private static int size(long before, @Nullable Encoding items) {
    try {
      return Math.toIntExact(before + (items == null ? 0 : items.size()));
    } catch (ArithmeticException e) {
      throw new RejectedExecutionException(
          "Cannot send a task to a worker: it is longer than 2 GiB. Pass shared objects.", e);
    }
  }

  /// Fills in what is known when a worker gets it.
  static void address(byte[] message, int place, long number, int attempt) {
    ByteBuffer.wrap(message).position(PLACE_AT).putInt(place).putLong(number).putInt(attempt);
  }

  // ---- in the worker ----

  /// Reads a message, whose memory it keeps.
  static TaskCall of(MemorySegment memory) {
    ByteBuffer message = memory.asByteBuffer().position(Messages.HEAD_BYTES);
    long number = message.getLong();
    int attempt = message.getInt();
    boolean reusable = message.get() != 0;
    String name = name(message, message.getInt());
    int codeBytes = message.getInt();
    MemorySegment rest = memory.asSlice(message.position());
    return new TaskCall(
        number, name, attempt, reusable, rest.asSlice(0, codeBytes), rest.asSlice(codeBytes));
  }

  private static @Nullable String name(ByteBuffer message, int bytes) {
    if (bytes < 0) {
      return null;
    }
    int _ = Objects.checkFromIndexSize(0, bytes, message.remaining());
    byte[] text = new byte[bytes];
    message.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Whether it is called for items.
  boolean isChunk() {
    return items.byteSize() > 0;
  }
}
