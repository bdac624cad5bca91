package io.tandem.ring;

import io.tandem.memory.SegmentBuffer;
import io.tandem.word.Words;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/// The writing side of a ring: made by [OneToOneRing#producer()] or [ManyToOneRing#producer()].
///
/// **Shape.** Messages are bytes, 0 to [#maxMessageLength()] of them, with a type that the two
/// sides agree on: 1 or more.
///
/// **Sharing.** One thread at a time. Everything that the thread did before a message was offered
/// or committed is seen by the consumer's handler of that message.
///
/// **Lifetime.** [#close()] says that no more will come. The death of its process says it too: a
/// message that was not complete is skipped, all that were are read. A producer that is only
/// stopped keeps its place, and the consumer waits. Close it before its scope.
///
/// Whoever waits for room waits for the consumer, and if that has died or never came, for the next
/// one: bound the wait where there may be none.
///
/// **Errors.** `IllegalArgumentException` for a type below 1 or a message that is too long;
/// `IllegalStateException` after `close()`, while a claim is open, or once the scope is closed.
///
/// **Source.** Agrona's `RingBuffer`, whose records these are.
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
public abstract sealed class RingProducer implements AutoCloseable
    permits OneToOneProducer, ManyToOneProducer {
  static final int NO_ROOM = RingBuffer.INSUFFICIENT_CAPACITY;

  private static final int READY = -1; // no claim is open
  private static final int CLOSED = -2;

  final RingMemory ring;
  final Words words;
  final int capacity;
  final int mask;
  final long headAt;
  final Doorbell consumerBell;

  private final SegmentBuffer records;
  private final int maxMessageLength;
  private final Attendance attendance;
  private final int seat;
  private final Room room;
  private final CopyIn foreign;

  private int state = READY; // or where the open claim's record begins
  private int claimedLength;
  private int claimedType;

  /// @param role to take, or null where there may be several
  RingProducer(RingMemory ring, WaitStrategy strategy, @Nullable Role role) {
    this.ring = ring;
    this.words = ring.words();
    this.records = ring.records();
    this.capacity = ring.capacity();
    this.mask = capacity - 1;
    this.maxMessageLength = capacity >> 3;
    this.headAt = RingLayout.headAt(capacity);
    this.consumerBell = ring.consumerBell();
    this.room = new Room(strategy);
    this.foreign = new CopyIn(words);
    this.attendance = new Attendance(ring);
    this.seat = role == null ? attendance.come() : attendance.comeAs(role);
  }

  /// Copies a message into the ring.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @return false if there is no room now
  /// @throws IllegalArgumentException for a type or a length outside these
  public final boolean offer(int type, DirectBuffer source, int offset, int length) {
    check(type, length);
    int record = claim(length + RecordHeader.BYTES);
    if (record < 0) {
      return false;
    }
    write(record, type, source, offset, length);
    return true;
  }

  private void write(int record, int type, DirectBuffer source, int offset, int length) {
    if (source instanceof SegmentBuffer buffer) {
      long at = RingLayout.BYTES + record + RecordHeader.BYTES;
      words.copyIn(at, buffer.segment(), offset, length);
    } else {
      foreign.copy(record, source, offset, length);
    }
    publish(record, length + RecordHeader.BYTES, type);
  }

  /// Makes room for a record.
  ///
  /// @param length of the record, its header included
  /// @return the record's index, or [#NO_ROOM]
  abstract int claim(int length);

  /// Hands a record to the consumer.
  abstract void publish(int record, int length, int type);

  private void check(int type, int length) {
    if (type < 1 || length < 0 || length > maxMessageLength || state != READY) {
      refuse(type, length);
    }
  }

  private void refuse(int type, int length) {
    if (state == CLOSED) {
      throw new IllegalStateException(
          "This producer is closed: the consumer was told that no more will come.");
    }
    if (state != READY) {
      throw new IllegalStateException(
          "This producer has an open claim: commit or abort it before the next message.");
    }
    if (type < 1) {
      throw new IllegalArgumentException(
          "Cannot send a message of type %d: use 1 or more.".formatted(type));
    }
    throw new IllegalArgumentException(
        "Cannot send a message of %d bytes: this ring takes 0 to %d, an eighth of its capacity."
            .formatted(length, maxMessageLength));
  }

  /// Copies messages that lie one behind another in a buffer, until one finds no room.
  ///
  /// @param type of each: 1 or more
  /// @param lengths of the messages, each 0 to [#maxMessageLength()]
  /// @param from the first message's index in `lengths`
  /// @param to the index behind the last one's
  /// @return how many were taken, from the first on
  public final int offerAll(
      int type, DirectBuffer source, int offset, int[] lengths, int from, int to) {
    int at = offset;
    for (int i = from; i < to; i++) {
      if (!offer(type, source, at, lengths[i])) {
        return i - from;
      }
      at += lengths[i];
    }
    return to - from;
  }

  // ---- waiting for room ----

  /// Copies a message into the ring, waiting for room.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @throws InterruptedException if the thread is interrupted while there is no room
  public final void put(int type, DirectBuffer source, int offset, int length)
      throws InterruptedException {
    if (!offer(type, source, offset, length)) {
      write(awaitRoom(length, RingWait.FOR_EVER), type, source, offset, length);
    }
  }

  /// Copies a message into the ring, waiting for room if necessary.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @param timeout the longest wait; none if it is not positive
  /// @return false if there was no room in this time
  /// @throws InterruptedException if the thread is interrupted while there is no room
  public final boolean offer(
      int type, DirectBuffer source, int offset, int length, Duration timeout)
      throws InterruptedException {
    if (offer(type, source, offset, length)) {
      return true;
    }
    int record = awaitRoom(length, RingWait.nanos(timeout));
    if (record >= 0) {
      write(record, type, source, offset, length);
    }
    return record >= 0;
  }

  /// @return the record's index, or [#NO_ROOM] if the time is over
  private int awaitRoom(int length, long nanos) throws InterruptedException {
    room.length = length + RecordHeader.BYTES;
    return room.await(nanos) ? room.record : NO_ROOM;
  }

  /// Room for a record, claimed as soon as it is there.
  private final class Room extends RingWait {
    private int length;
    private int record;

    Room(WaitStrategy strategy) {
      super(ring.producersBell(), strategy);
    }

    @Override
    boolean look() {
      record = claim(length);
      return record >= 0;
    }

    @Override
    public int owner() {
      return Role.CONSUMER.holder(ring);
    }
  }

  // ---- writing in place ----

  /// Reserves a message to be written in place. Until it is committed or aborted the consumer sees
  /// nothing behind it, and this producer sends nothing else.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @return where to write in [#buffer()], or a negative number if there is no room now
  public final int tryClaim(int type, int length) {
    check(type, length);
    int record = claim(length + RecordHeader.BYTES);
    return record < 0 ? NO_ROOM : open(record, type, length);
  }

  /// As [#tryClaim(int,int)], waiting for room if necessary.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @param timeout the longest wait; none if it is not positive
  /// @return where to write in [#buffer()], or a negative number if there was no room in this time
  /// @throws InterruptedException if the thread is interrupted while there is no room
  public final int tryClaim(int type, int length, Duration timeout) throws InterruptedException {
    int index = tryClaim(type, length);
    if (index >= 0) {
      return index;
    }
    int record = awaitRoom(length, RingWait.nanos(timeout));
    return record < 0 ? NO_ROOM : open(record, type, length);
  }

  private int open(int record, int type, int length) {
    claimedType = type;
    claimedLength = length + RecordHeader.BYTES;
    state = record;
    return record + RecordHeader.BYTES;
  }

  /// The memory that [#tryClaim] gives places in.
  ///
  /// @return the ring's records
  public final AtomicBuffer buffer() {
    return records;
  }

  /// Hands the claimed message to the consumer.
  ///
  /// @param index that [#tryClaim] returned
  /// @throws IllegalStateException if that claim is not open
  public final void commit(int index) {
    close(index);
    publish(index - RecordHeader.BYTES, claimedLength, claimedType);
  }

  /// Gives the claimed message up: the consumer never sees it.
  ///
  /// @param index that [#tryClaim] returned
  /// @throws IllegalStateException if that claim is not open
  public final void abort(int index) {
    close(index);
    publish(index - RecordHeader.BYTES, claimedLength, RecordHeader.PADDING);
  }

  private void close(int index) {
    if (state < 0 || state != index - RecordHeader.BYTES) {
      throw new IllegalStateException(
          "There is no open claim at index %d: commit or abort once what tryClaim returned."
              .formatted(index));
    }
    state = READY;
  }

  /// The longest message: an eighth of the ring's capacity.
  ///
  /// @return bytes
  public final int maxMessageLength() {
    return maxMessageLength;
  }

  /// Says that no more will come from here. Again is harmless.
  ///
  /// @throws IllegalStateException if a claim is neither committed nor aborted: the consumer would
  ///   wait for it for ever
  @Override
  public final void close() {
    if (state >= 0) {
      throw new IllegalStateException(
          "Cannot close a producer with an open claim: commit or abort it first.");
    }
    if (state == READY) {
      state = CLOSED;
      attendance.leave(seat);
      leave();
      consumerBell.ring();
    }
  }

  /// Gives up what the producer has beyond its seat.
  abstract void leave();
}
