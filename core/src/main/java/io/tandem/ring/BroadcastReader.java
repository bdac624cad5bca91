package io.tandem.ring;

import io.tandem.memory.SegmentBuffer;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.agrona.concurrent.MessageHandler;

/// One of the reading sides of a [BroadcastRing].
///
/// **Shape.** Messages come in the order they were sent, beginning with the latest at the time the
/// reader was made. One that was overwritten before it was read is lost, and all up to the latest
/// with it; [#lostBytes()] says how much that was. What comes is a copy, valid during the call of
/// the handler only.
///
/// **Sharing.** One thread at a time. Readers know nothing of each other, and the producer nothing
/// of them.
///
/// **Lifetime.** Nothing to close: a reader leaves nothing in the ring.
///
/// **Errors.** What the handler throws comes out of [#poll]; its message is gone.
/// `IllegalStateException` once the scope is closed, or if the ring is damaged.
///
/// **Source.** Agrona's `CopyBroadcastReceiver`; differs in that a reader that was too slow goes
/// on.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   var reader = BroadcastRing.create(scope, 64 * 1024).reader();
///   reader.poll((type, buffer, index, length) -> System.out.println(length), 10);
/// }
/// ```
public final class BroadcastReader {
  private final RingMemory ring;
  private final Words words;
  private final int capacity;
  private final long intentAt;
  private final long tailAt;
  private final long latestAt;
  private final Attendance producers;
  private final Messages messages;
  private final SegmentBuffer copy;

  private long next; // where the next record begins
  private long lostBytes;

  BroadcastReader(RingMemory ring, WaitStrategy strategy) {
    this.ring = ring;
    this.words = ring.words();
    this.capacity = ring.capacity();
    this.intentAt = RingLayout.broadcastIntentAt(capacity);
    this.tailAt = RingLayout.broadcastTailAt(capacity);
    this.latestAt = RingLayout.broadcastLatestAt(capacity);
    this.producers = new Attendance(ring);
    this.messages = new Messages(strategy);
    this.copy = new SegmentBuffer(Arena.ofAuto().allocate(capacity >> 3, Long.BYTES));
    this.next = words.getLongAcquire(latestAt);
  }

  /// Handles the messages that are there.
  ///
  /// @param handler gets each message's type and a copy of its bytes
  /// @param limit the most messages to handle: 1 or more
  /// @return how many were handled
  public int poll(MessageHandler handler, int limit) {
    int count = 0;
    while (count < limit && next < words.getLongAcquire(tailAt)) { // pairs with send
      int record = (int) next & capacity - 1;
      long header = words.getLong(RingLayout.BYTES + record);
      int length = RecordHeader.length(header) - RecordHeader.BYTES;
      int type = RecordHeader.type(header);
      boolean isMessage = type != RecordHeader.PADDING;
      boolean fits = length >= 0 && length <= (isMessage ? copy.capacity() : capacity);
      if (fits && isMessage) {
        copyOut(record, length);
      }
      if (!isWhole()) {
        skip();
      } else if (!fits) {
        throw damaged(length);
      } else {
        next += RecordHeader.aligned(length + RecordHeader.BYTES);
        if (isMessage) {
          count++;
          handler.onMessage(type, copy, 0, length);
        }
      }
    }
    return count;
  }

  private void copyOut(int record, int length) {
    long at = RingLayout.BYTES + record + RecordHeader.BYTES;
    if (at + length <= RingLayout.BYTES + capacity) {
      MemorySegment.copy(words.segment(), at, copy.segment(), 0, length);
    }
  }

  /// Whether what was read at `next` had not begun to be overwritten.
  private boolean isWhole() {
    VarHandle.acquireFence(); // read before the intent; pairs with announce
    return next + capacity > words.getLongAcquire(intentAt);
  }

  private void skip() {
    long latest = words.getLongAcquire(latestAt); // pairs with send
    lostBytes += latest - next;
    next = latest;
  }

  private IllegalStateException damaged(int length) {
    return new IllegalStateException(
        "Cannot read on in %s: the record at position %d says it has %d bytes. "
                .formatted(ring, next, length)
            + "Its memory was overwritten: make the ring again.");
  }

  // ---- waiting for messages ----

  /// Handles the messages that are there; if there are none, waits for some.
  ///
  /// @param handler gets each message's type and a copy of its bytes
  /// @param limit the most messages to handle: 1 or more
  /// @param timeout the longest wait; none if it is not positive
  /// @return how many were handled: 0 if the time is over, or [#isEndOfStream()]
  /// @throws InterruptedException if the thread is interrupted while there is no message
  public int poll(MessageHandler handler, int limit, Duration timeout) throws InterruptedException {
    int count = poll(handler, limit);
    return count > 0 ? count : await(handler, limit, RingWait.nanos(timeout));
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
      return count > 0 || over;
    }

    @Override
    public int owner() {
      return producers.anyOpen();
    }
  }

  /// Whether no message is there and none will come: a producer came, and closed or died.
  ///
  /// @return true until another producer comes, if one does
  public boolean isEndOfStream() {
    return producers.isOver() && next >= words.getLongAcquire(tailAt);
  }

  /// The bytes of records, with their headers, that were overwritten before they were read here.
  ///
  /// @return 0 if nothing was lost
  public long lostBytes() {
    return lostBytes;
  }
}
