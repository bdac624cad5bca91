package io.tandem.queue;

import io.tandem.codec.Codec;
import java.util.Objects;

/// How large a queue is, and how it works; fixed when it is made.
///
/// ```java
/// var options = io.tandem.queue.QueueOptions.DEFAULT.withMessages(100);
/// var lines = io.tandem.queue.SharedQueue.<String>create(options);
/// ```
///
/// @param messages the most that are in the queue at a time: 1 to [#MOST_MESSAGES]; each takes 16
///   bytes of memory beside its own, and an eighth of that has to be free
/// @param bytes for their contents: rounded up to a power of two, 1024 to [#MOST_BYTES]. A message
///   of up to an eighth of that is in the queue's own memory, where it takes its length rounded up
///   to 8. A longer one has a block of the scope to itself; all of these together take at most as
///   many bytes again, unless one alone takes more
/// @param leases the most that are leased at a time: 0 to [#MOST_LEASES]; each takes 64 bytes
/// @param codec for the elements
/// @param tellsAbandoned whether who waits is told with [QueueAbandonedException] that nobody is
///   left on the other side; otherwise it waits for the next who comes
public record QueueOptions(
    int messages, long bytes, int leases, Codec codec, boolean tellsAbandoned) {
  /// The most messages that a queue can be made for.
  public static final int MOST_MESSAGES = 1 << 28;

  /// The most bytes that a queue can be made for.
  public static final long MOST_BYTES = 1L << 36;

  /// The most leases that a queue can be made for.
  public static final int MOST_LEASES = 1 << 16;

  /// 4096 messages, 256 KiB, 128 leases, [Codec#data()], and nobody is told.
  public static final QueueOptions DEFAULT =
      new QueueOptions(4096, 256 * 1024, 128, Codec.data(), false);

  private static final long LEAST_BYTES = 1024;

  /// Checks and rounds.
  public QueueOptions {
    Objects.requireNonNull(codec, "A queue needs a codec: give one, as Codec.data().");
    require("messages", messages, 1, MOST_MESSAGES);
    require("bytes", bytes, 1, MOST_BYTES);
    require("leases", leases, 0, MOST_LEASES);
    bytes = Math.max(LEAST_BYTES, bytes == 1 ? 1 : Long.highestOneBit(bytes - 1) << 1);
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Cannot make a queue for %d %s: use %d to %d.".formatted(value, what, least, most));
    }
  }

  /// The same but for the most messages.
  public QueueOptions withMessages(int messages) {
    return new QueueOptions(messages, bytes, leases, codec, tellsAbandoned);
  }

  /// The same but for the bytes.
  public QueueOptions withBytes(long bytes) {
    return new QueueOptions(messages, bytes, leases, codec, tellsAbandoned);
  }

  /// The same but for the most leases.
  public QueueOptions withLeases(int leases) {
    return new QueueOptions(messages, bytes, leases, codec, tellsAbandoned);
  }

  /// The same but for the codec.
  public QueueOptions withCodec(Codec codec) {
    return new QueueOptions(messages, bytes, leases, codec, tellsAbandoned);
  }

  /// The same, and who waits is told that nobody is left on the other side.
  public QueueOptions tellingAbandoned() {
    return new QueueOptions(messages, bytes, leases, codec, true);
  }

  /// Says the sizes, for people.
  String sizes() {
    return "%d messages, %d bytes and %d leases, %s"
        .formatted(
            messages,
            bytes,
            leases,
            tellsAbandoned ? "telling who is left alone" : "telling nobody");
  }
}
