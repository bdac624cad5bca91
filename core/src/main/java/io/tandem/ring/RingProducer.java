package io.tandem.ring;

import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/// The writing side of a ring: made by [OneToOneRing#producer()] or [ManyToOneRing#producer()].
///
/// **Shape.** Messages are bytes, 0 to [#maxMessageLength()] of them, with a type that the two
/// sides agree on: 1 or more.
///
/// **Sharing.** One thread at a time. Everything that the thread did before a message was offered
/// or committed is seen by the consumer's handler of that message.
///
/// **Lifetime.** [#close()] says that no more will come. A producer that is killed never says so,
/// and one that is killed between claim and commit stops the ring: processes do not yet know of
/// each other's death here, so whoever started the producer must end the other side.
///
/// **Errors.** `IllegalArgumentException` for a type below 1 or a message that is too long;
/// `IllegalStateException` after `close()`, or once the scope is closed.
///
/// **Source.** Agrona's `RingBuffer`, whose algorithm and records these are.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20);
///     var producer = OneToOneRing.create(scope, 64 * 1024).producer()) {
///   int at = producer.tryClaim(1, Long.BYTES);
///   if (at >= 0) {
///     producer.buffer().putLong(at, 42);
///     producer.commit(at);
///   }
/// }
/// ```
public final class RingProducer implements AutoCloseable {
  private final RingBuffer ring;
  private final IdleStrategy idle;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int claims;

  RingProducer(RingBuffer ring, IdleStrategy idle, Runnable onClose) {
    this.ring = ring;
    this.idle = idle;
    this.onClose = onClose;
  }

  /// Copies a message into the ring.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @return false if there is no room now
  /// @throws IllegalArgumentException for a type or a length outside these
  public boolean offer(int type, DirectBuffer source, int offset, int length) {
    requireOpen();
    return ring.write(type, source, offset, length);
  }

  /// Copies messages that lie one behind another in a buffer, until one finds no room.
  ///
  /// @param type of each: 1 or more
  /// @param lengths of the messages, each 0 to [#maxMessageLength()]
  /// @param from the first message's index in `lengths`
  /// @param to the index behind the last one's
  /// @return how many were taken, from the first on
  public int offerAll(int type, DirectBuffer source, int offset, int[] lengths, int from, int to) {
    requireOpen();
    int at = offset;
    for (int i = from; i < to; i++) {
      if (!ring.write(type, source, at, lengths[i])) {
        return i - from;
      }
      at += lengths[i];
    }
    return to - from;
  }

  /// Copies a message into the ring, waiting for room as the ring's idle strategy does.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @throws InterruptedException if the thread is interrupted while there is no room
  public void put(int type, DirectBuffer source, int offset, int length)
      throws InterruptedException {
    if (!offer(type, source, offset, length)) {
      putSlowly(type, source, offset, length);
    }
  }

  private void putSlowly(int type, DirectBuffer source, int offset, int length)
      throws InterruptedException {
    idle.reset();
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while waiting for room in a ring");
      }
      idle.idle();
    } while (!offer(type, source, offset, length));
  }

  /// Reserves a message to be written in place. Until it is committed or aborted the consumer sees
  /// nothing behind it.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @return where to write in [#buffer()], or a negative number if there is no room now
  public int tryClaim(int type, int length) {
    requireOpen();
    int index = ring.tryClaim(type, length);
    if (index >= 0) {
      claims++;
    }
    return index;
  }

  /// The memory that [#tryClaim] gives places in.
  ///
  /// @return the ring's records
  public AtomicBuffer buffer() {
    return ring.buffer();
  }

  /// Hands a claimed message to the consumer.
  ///
  /// @param index that [#tryClaim] returned
  public void commit(int index) {
    ring.commit(index);
    claims--;
  }

  /// Gives a claimed message up: the consumer never sees it.
  ///
  /// @param index that [#tryClaim] returned
  public void abort(int index) {
    ring.abort(index);
    claims--;
  }

  /// The longest message: an eighth of the ring's capacity.
  ///
  /// @return bytes
  public int maxMessageLength() {
    return ring.maxMsgLength();
  }

  /// Says that no more will come from here. Again is harmless.
  ///
  /// @throws IllegalStateException if a claim is neither committed nor aborted: the consumer would
  ///   wait for it for ever
  @Override
  public void close() {
    if (claims != 0) {
      throw new IllegalStateException(
          "Cannot close a producer with %d open claims: commit or abort them first."
              .formatted(claims));
    }
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  private void requireOpen() {
    if (closed.getPlain()) {
      throw new IllegalStateException(
          "This producer is closed: the consumer was told that no more will come.");
    }
  }
}
