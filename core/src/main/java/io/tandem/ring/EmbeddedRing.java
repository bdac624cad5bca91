package io.tandem.ring;

import io.tandem.park.Parker;
import io.tandem.park.WaitPoint;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// A ring from one producer to one consumer in the memory of another structure, for those who make
/// one.
///
/// **Shape.** As a [OneToOneRing], in [#byteSize] bytes at a multiple of 128. Waiting is left to
/// the structure, which knows best what else may end a wait: it looks by [RingProducer#tryClaim]
/// and [RingConsumer#poll], and sleeps at [#room()] and [#messages()].
///
/// **Sharing.** Any thread, but for the two roles, as in any ring.
///
/// **Lifetime.** That of the memory.
///
/// **Errors.** `IllegalStateException` for a role that a living process has.
///
/// **Source.** [OneToOneRing].
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   long bytes = EmbeddedRing.byteSize(1024);
///   var words = new SegmentWords(scope.openBlock("lane", ObjectType.RAW, bytes).segment());
///   EmbeddedRing.initialize(words, 1024);
///   var ring = new EmbeddedRing(words, scope.peers(), Parker.of(scope.peers()), "the lane");
///   boolean nothing = ring.isEmpty();
/// }
/// ```
public final class EmbeddedRing {
  private final RingMemory ring;
  private final Doorbell consumerBell;
  private final Doorbell producersBell;

  /// @param words of the ring alone, after [#initialize]
  /// @param place what the ring is in, for messages
  public EmbeddedRing(Words words, Peers peers, Parker parker, Object place) {
    ring = RingMemory.of(words, words.getInt(RingLayout.CAPACITY_AT), peers, parker, place);
    consumerBell = ring.consumerBell();
    producersBell = ring.producersBell();
  }

  /// The memory that a ring needs.
  ///
  /// @param capacity in bytes: a power of two from 1024 to 2^30
  public static long byteSize(int capacity) {
    RingMemory.check(capacity, 1);
    return RingMemory.bytesFor(capacity, Ring.TRAILER_BYTES);
  }

  /// Makes an empty ring of memory that is all zeros.
  ///
  /// @param capacity that [#byteSize] was asked for
  public static void initialize(Words words, int capacity) {
    RingMemory.initialize(words, capacity, 1);
  }

  /// Takes the producer's role.
  ///
  /// @throws IllegalStateException if there is one that lives, naming it
  public RingProducer producer() {
    return new OneToOneProducer(ring, WaitStrategy.SPIN_THEN_PARK);
  }

  /// Takes the consumer's role.
  ///
  /// @throws IllegalStateException if there is one that lives, naming it
  public RingConsumer consumer() {
    return new RingConsumer(ring, WaitStrategy.SPIN_THEN_PARK);
  }

  /// Whether no message is there to be polled. Anybody may ask.
  public boolean isEmpty() {
    while (true) {
      long head = ring.head();
      boolean empty = isEmptyFrom(head);
      if (ring.head() == head) { // else it may have looked at what was overwritten
        return empty;
      }
    }
  }

  private boolean isEmptyFrom(long head) {
    int mask = ring.capacity() - RecordHeader.BYTES;
    for (long position = head; position - head < ring.capacity(); ) {
      long at = RingLayout.BYTES + (position & mask);
      long header = ring.words().getLongAcquire(at); // acquire: pairs with publish
      int length = RecordHeader.length(header);
      if (length <= 0 || RecordHeader.type(header) != RecordHeader.PADDING) {
        return length <= 0;
      }
      position += RecordHeader.aligned(length);
    }
    return true;
  }

  /// Where to sleep until there may be a message.
  public WaitPoint messages() {
    return new WaitPoint(
        ring.parker(), ring.words(), RingLayout.CONSUMER_BELL_AT, consumerBell::arm);
  }

  /// Where to sleep until there may be more room.
  public WaitPoint room() {
    return new WaitPoint(
        ring.parker(), ring.words(), RingLayout.PRODUCERS_BELL_AT, producersBell::arm);
  }

  /// Has all look again who sleep at either point, in any process: something has changed, beside
  /// messages and room, that may end their waits.
  public void wakeAll() {
    consumerBell.ring();
    producersBell.ring();
  }
}
