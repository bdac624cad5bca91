package io.tandem.ring;

import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/// The reading side of a ring: made by [OneToOneRing#consumer()] or [ManyToOneRing#consumer()].
///
/// **Shape.** Messages come in the order they were claimed, each producer's in the order it wrote
/// them. A message is valid during the call of the handler only.
///
/// **Sharing.** One thread at a time; there is one consumer at a time in all processes.
///
/// **Lifetime.** [#close()] lets another one take over. One that is killed does not.
///
/// **Errors.** What the handler throws comes out of [#poll]; the messages it was given, that one
/// included, are gone. `IllegalStateException` after `close()`, or once the scope is closed.
///
/// **Source.** Agrona's `RingBuffer`, whose algorithm and records these are.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20);
///     var consumer = OneToOneRing.create(scope, 64 * 1024).consumer()) {
///   consumer.poll((type, buffer, index, length) -> System.out.println(length), 10);
/// }
/// ```
public final class RingConsumer implements AutoCloseable {
  private static final int BATCH = 1024;

  private final RingBuffer ring;
  private final IdleStrategy idle;
  private final Attendance producers;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  RingConsumer(RingBuffer ring, IdleStrategy idle, Attendance producers, Runnable onClose) {
    this.ring = ring;
    this.idle = idle;
    this.producers = producers;
    this.onClose = onClose;
  }

  /// Handles the messages that are there.
  ///
  /// @param handler gets each message's type and bytes
  /// @param limit the most messages to handle: 1 or more
  /// @return how many were handled
  public int poll(MessageHandler handler, int limit) {
    requireOpen();
    return ring.read(handler, limit);
  }

  /// Handles all messages until the end of the stream, waiting for them as the ring's idle strategy
  /// does.
  ///
  /// @param handler gets each message's type and bytes
  /// @return how many were handled
  /// @throws InterruptedException if the thread is interrupted while there is no message
  public long drain(MessageHandler handler) throws InterruptedException {
    long handled = 0;
    idle.reset();
    while (true) {
      boolean over = producers.isOver();
      int now = poll(handler, BATCH);
      handled += now;
      if (now == 0) {
        if (over && ring.size() == 0) { // a read that only skips the end of the buffer handles none
          return handled;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while waiting for a message in a ring");
        }
      }
      idle.idle(now);
    }
  }

  /// Whether no message is there and none will come: all producers that were expected came, and all
  /// that came closed.
  ///
  /// @return true until another producer comes, if one does
  public boolean isEndOfStream() {
    requireOpen();
    return producers.isOver() && ring.size() == 0;
  }

  /// The bytes of the ring that messages take up now.
  ///
  /// @return 0 to the ring's capacity
  public int size() {
    requireOpen();
    return ring.size();
  }

  /// Lets another one be the consumer. Again is harmless.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  private void requireOpen() {
    if (closed.getPlain()) {
      throw new IllegalStateException("This consumer is closed: ask the ring for another one.");
    }
  }
}
