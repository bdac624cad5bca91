package io.tandem.ring;

import io.tandem.memory.SegmentBuffer;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.agrona.concurrent.MessageHandler;

/// The reading side of a ring: made by [OneToOneRing#consumer()] or [ManyToOneRing#consumer()].
///
/// **Shape.** Messages come in the order they were claimed, each producer's in the order it wrote
/// them. A message is valid during the call of the handler only.
///
/// **Sharing.** One thread at a time; there is one consumer at a time in all processes.
///
/// **Lifetime.** [#close()] lets another one take over, and so does the death of its process. The
/// next one goes on behind the last message that a handler was given: none comes twice, and the one
/// that was being handled is not repeated. What a dead producer had not completed is skipped; one
/// that is only stopped is waited for.
///
/// **Errors.** What the handler throws comes out of [#poll]; the messages it was given, that one
/// included, are gone. `IllegalStateException` after `close()`, once the scope is closed, or if the
/// ring is damaged.
///
/// **Source.** Agrona's `RingBuffer`, whose records these are.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20);
///     var consumer = OneToOneRing.create(scope, 64 * 1024).consumer()) {
///   consumer.poll((type, buffer, index, length) -> System.out.println(length), 10);
/// }
/// ```
public final class RingConsumer implements AutoCloseable {
  private static final int BATCH = 1024;

  private final RingMemory ring;
  private final Words words;
  private final SegmentBuffer records;
  private final int capacity;
  private final int mask;
  private final long headAt;
  private final Doorbell producersBell;
  private final Attendance producers;
  private final Messages messages;

  private long head;
  private long handled;
  private boolean polling;
  private boolean closed;

  /// Takes the consumer's role.
  RingConsumer(RingMemory ring, WaitStrategy strategy) {
    Role.CONSUMER.take(ring);
    this.ring = ring;
    this.words = ring.words();
    this.records = ring.records();
    this.capacity = ring.capacity();
    this.mask = capacity - 1;
    this.headAt = RingLayout.headAt(capacity);
    this.producersBell = ring.producersBell();
    this.messages = new Messages(strategy);
    this.producers = new Attendance(ring);
    this.head = recover();
    this.handled = words.getLong(RingLayout.MESSAGES_AT);
  }

  /// Handles the messages that are there.
  ///
  /// @param handler gets each message's type and bytes
  /// @param limit the most messages to handle: 1 or more
  /// @return how many were handled
  /// @throws IllegalStateException from inside a handler of this consumer
  public int poll(MessageHandler handler, int limit) {
    requireOpen();
    if (polling) {
      throw new IllegalStateException(
          "Cannot poll a ring inside the handler of one of its messages: return first.");
    }
    polling = true;
    long start = head;
    long end = start + capacity;
    long position = start;
    int count = 0;
    try {
      while (count < limit && position < end && !closed) {
        int record = (int) position & mask;
        long header = words.getLongAcquire(RingLayout.BYTES + record); // pairs with publish
        int length = RecordHeader.length(header);
        if (length <= 0) {
          if (length == 0 || !abandon(position, header)) {
            break;
          }
          continue;
        }
        if (length < RecordHeader.BYTES || length > capacity - record) {
          throw damaged(length, position);
        }
        position += RecordHeader.aligned(length);
        int type = RecordHeader.type(header);
        if (type != RecordHeader.PADDING) {
          words.setLong(RingLayout.TAKEN_AT, position);
          VarHandle.releaseFence(); // taken before it is handled
          count++;
          handler.onMessage(
              type, records, record + RecordHeader.BYTES, length - RecordHeader.BYTES);
        }
      }
    } finally {
      polling = false;
      if (position != start) {
        release(position, count);
      }
      if (closed) {
        Role.CONSUMER.giveBack(ring); // not before the next one finds where to go on
      }
    }
    return count;
  }

  private void release(long position, int count) {
    head = position;
    handled += count;
    words.setLong(RingLayout.MESSAGES_AT, handled);
    words.setLongRelease(headAt, position); // release: pairs with claimSlowly
    producersBell.ring();
  }

  /// Turns a claim into padding if it is a dead producer's.
  ///
  /// @return whether to look again at this place
  private boolean abandon(long position, long header) {
    int owner = RecordHeader.owner(header);
    if (!ring.peers().isDead(owner)) {
      return false;
    }
    ring.peers().awaitStopped(owner);
    long tail = words.getLongAcquire(RingLayout.tailAt(capacity));
    if (Tail.isLocked(tail) && ring.peers().isDead(Tail.owner(tail))) {
      ring.unlockTail(tail);
      return true;
    }
    if (Tail.position(tail, position) <= position) {
      return false; // announced only, and being set back
    }
    // Behind the tail a header changes by its owner's hand alone, and that rests.
    long at = RingLayout.BYTES + (position & mask);
    long now = words.getLongAcquire(at);
    int length = RecordHeader.length(now);
    long padding = RecordHeader.of(-length, RecordHeader.PADDING);
    if (length < 0 && words.compareAndSetLong(at, now, padding)) {
      words.setLong(RingLayout.ABANDONED_AT, words.getLong(RingLayout.ABANDONED_AT) + 1);
    }
    return length != 0;
  }

  /// Goes on behind what a dead consumer had taken.
  private long recover() {
    long from = words.getLongAcquire(headAt);
    long taken = words.getLong(RingLayout.TAKEN_AT);
    if (taken <= from) {
      return from;
    }
    words.setLong(RingLayout.DOUBTFUL_AT, words.getLong(RingLayout.DOUBTFUL_AT) + 1);
    words.setLongRelease(headAt, taken);
    producersBell.ring();
    return taken;
  }

  private IllegalStateException damaged(int length, long position) {
    return new IllegalStateException(
        "Cannot read on in %s: the record at position %d says it has %d bytes. "
                .formatted(ring, position, length)
            + "Its memory was overwritten: make the ring again.");
  }

  // ---- waiting for messages ----

  /// Handles the messages that are there; if there are none, waits for some.
  ///
  /// @param handler gets each message's type and bytes
  /// @param limit the most messages to handle: 1 or more
  /// @param timeout the longest wait; none if it is not positive
  /// @return how many were handled: 0 if the time is over, or [#isEndOfStream()]
  /// @throws InterruptedException if the thread is interrupted while there is no message
  public int poll(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
    int count = poll(handler, limit);
    return count > 0 ? count : await(handler, limit, RingWait.nanos(timeout));
  }

  /// Handles all messages until the end of the stream, waiting for them. A producer that died has
  /// left, and it does not matter which of the two came first. One whose process ended before it
  /// was a producer is still expected: where a process may fail to start, watch it, or poll with a
  /// timeout.
  ///
  /// @param handler gets each message's type and bytes
  /// @return how many were handled
  /// @throws InterruptedException if the thread is interrupted while there is no message
  public long drain(MessageHandler handler) throws InterruptedException {
    long sum = 0;
    int count;
    do {
      count = poll(handler, BATCH);
      if (count == 0) {
        count = await(handler, BATCH, RingWait.FOR_EVER);
      }
      sum += count;
    } while (count > 0);
    return sum;
  }

  private int await(MessageHandler handler, int limit, long nanos) throws InterruptedException {
    messages.handler = handler;
    messages.limit = limit;
    return messages.await(nanos) ? messages.count : 0;
  }

  /// Messages, handled as soon as they are there; or the end of the stream.
  private final class Messages extends RingWait {
    private MessageHandler handler = (type, buffer, index, length) -> {};
    private int limit;
    private int count;

    Messages(WaitStrategy strategy) {
      super(ring.consumerBell(), strategy);
    }

    @Override
    boolean look() {
      boolean over = producers.isOver();
      count = poll(handler, limit);
      return count > 0 || over && isEmpty();
    }

    /// The producer whose claim is next, or any.
    @Override
    public int owner() {
      long header = words.getLongAcquire(RingLayout.BYTES + (head & mask));
      int owner =
          RecordHeader.length(header) < 0 ? RecordHeader.owner(header) : producers.anyOpen();
      return owner == Peers.NOBODY || ring.peers().isDead(owner) ? Peers.NOBODY : owner;
    }
  }

  /// Whether no message is there and none will come: all producers that were expected came, and all
  /// that came closed or died.
  ///
  /// @return true until another producer comes, if one does
  public boolean isEndOfStream() {
    requireOpen();
    return producers.isOver() && isEmpty();
  }

  private boolean isEmpty() {
    return words.getLongAcquire(RingLayout.BYTES + (head & mask)) == RecordHeader.NONE;
  }

  /// How many producers have died without closing. What they had completed is or was read.
  ///
  /// @return 0 if the stream is or will be whole
  public long deadProducers() {
    requireOpen();
    return producers.died();
  }

  /// The bytes of the ring that messages take up now.
  ///
  /// @return 0 to the ring's capacity
  public int size() {
    requireOpen();
    return ring.size();
  }

  /// Lets another one be the consumer: inside a handler, as soon as that has returned, with no
  /// further message. Again is harmless.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (!polling) {
        Role.CONSUMER.giveBack(ring);
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This consumer is closed: ask the ring for another one.");
    }
  }
}
