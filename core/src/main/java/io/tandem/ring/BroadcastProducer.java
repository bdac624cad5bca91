package io.tandem.ring;

import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;

/// The writing side of a [BroadcastRing].
///
/// **Shape.** Messages are bytes, 0 to [#maxMessageLength()] of them, with a type of 1 or more.
///
/// **Sharing.** One thread at a time; there is one producer at a time in all processes.
///
/// **Lifetime.** [#close()], or the death of its process, lets another one take over. Readers get
/// all that was sent, and nothing of a message that was not complete.
///
/// **Errors.** `IllegalArgumentException` for a type below 1 or a message that is too long;
/// `IllegalStateException` after `close()`, or once the scope is closed.
///
/// **Source.** Agrona's `BroadcastTransmitter`.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20);
///     var producer = BroadcastRing.create(scope, 64 * 1024).producer()) {
///   producer.send(1, new SegmentBuffer(MemorySegment.ofArray(new byte[] {1, 2, 3})), 0, 3);
/// }
/// ```
public final class BroadcastProducer implements AutoCloseable {
  private final RingMemory ring;
  private final Words words;
  private final CopyIn copyIn;
  private final int capacity;
  private final int maxMessageLength;
  private final long intentAt;
  private final long tailAt;
  private final long latestAt;
  private final Doorbell readersBell;
  private final Attendance attendance;
  private final int seat;

  private long tail;
  private long intent; // up to here, less the capacity, older records may be overwritten
  private boolean closed;

  /// Takes the producer's role.
  ///
  /// A dead producer's tail is right, as it moves after the record is complete; and its intent
  /// stays, as the records that it gave up are gone.
  BroadcastProducer(RingMemory ring) {
    this.ring = ring;
    this.words = ring.words();
    this.copyIn = new CopyIn(words);
    this.capacity = ring.capacity();
    this.maxMessageLength = capacity >> 3;
    this.intentAt = RingLayout.broadcastIntentAt(capacity);
    this.tailAt = RingLayout.broadcastTailAt(capacity);
    this.latestAt = RingLayout.broadcastLatestAt(capacity);
    this.readersBell = ring.consumerBell();
    this.attendance = new Attendance(ring);
    this.seat = attendance.comeAs(Role.PRODUCER);
    this.tail = words.getLongAcquire(tailAt);
    this.intent = words.getLongAcquire(intentAt);
  }

  /// Copies a message into the ring, over the oldest ones. It never waits.
  ///
  /// @param type 1 or more
  /// @param length 0 to [#maxMessageLength()]
  /// @throws IllegalArgumentException for a type or a length outside these
  public void send(int type, DirectBuffer source, int offset, int length) {
    check(type, length);
    int record = (int) tail & capacity - 1;
    int aligned = RecordHeader.aligned(length + RecordHeader.BYTES);
    int toEnd = capacity - record;
    long start = aligned <= toEnd ? tail : tail + toEnd;
    announce(start + aligned);
    if (start != tail) {
      words.setLong(RingLayout.BYTES + record, RecordHeader.of(toEnd, RecordHeader.PADDING));
      record = 0;
    }
    words.setLong(RingLayout.BYTES + record, RecordHeader.of(length + RecordHeader.BYTES, type));
    copyIn.copy(record, source, offset, length);
    tail = start + aligned;
    words.setLongRelease(tailAt, tail); // release: pairs with BroadcastReader.poll
    words.setLongRelease(latestAt, start); // release: pairs with BroadcastReader.skip
    readersBell.ring();
  }

  private void announce(long end) {
    if (end > intent) {
      intent = end;
      words.setLongRelease(intentAt, end);
    }
    VarHandle.releaseFence(); // announced before anything is overwritten; pairs with isWhole
  }

  private void check(int type, int length) {
    if (closed) {
      throw new IllegalStateException(
          "This producer is closed: the readers were told that no more will come.");
    }
    if (type < 1) {
      throw new IllegalArgumentException(
          "Cannot send a message of type %d: use 1 or more.".formatted(type));
    }
    if (length < 0 || length > maxMessageLength) {
      throw new IllegalArgumentException(
          "Cannot send a message of %d bytes: this ring takes 0 to %d, an eighth of its capacity."
              .formatted(length, maxMessageLength));
    }
  }

  /// The longest message: an eighth of the ring's capacity.
  ///
  /// @return bytes
  public int maxMessageLength() {
    return maxMessageLength;
  }

  /// Says that no more will come from here. Again is harmless.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      attendance.leave(seat);
      Role.PRODUCER.giveBack(ring);
      readersBell.ring();
    }
  }
}
