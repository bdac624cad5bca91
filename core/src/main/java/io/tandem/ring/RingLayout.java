package io.tandem.ring;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// What a ring's block holds in front of the ring itself: who takes part, and what outlives them.
///
/// ```text
/// offset  size  field              written by              read by
///      0     4  capacity           maker, plain            anybody, after attach
///      4     4  expectedProducers  maker, plain            anybody, after attach
///      8     4  consumer           consumers, CAS          next consumer, acquire
///     12     4  producer           producers, CAS          next producer, acquire
///     16     8  replaced           next of a role, atomic  viewer, acquire
///     24     8  died               producers, atomic       viewer, acquire
///     32    96  -
///    128     8  taken              consumer, plain         next consumer, plain
///    136     8  messages           consumer, plain         next consumer, viewer, plain
///    144     8  abandoned          consumer, plain         next consumer, viewer, plain
///    152     8  doubtful           consumer, plain         next consumer, viewer, plain
///    160    96  -
///    256     4  consumerBell       consumer, CAS           producers, acquire
///    260   124  -
///    384     4  producersBell      producers, CAS          consumer, acquire
///    388   124  -
///    512  1024  seats              producers, CAS          consumer, acquire
///   1536
/// ```
///
/// Behind it lies an Agrona ring buffer: `capacity` bytes of records, see [RecordHeader], and
/// Agrona's trailer, of which `head` is used, and with several producers `tail`; or an Agrona
/// broadcast buffer, which has other positions in its trailer and no consumer: there the bell is
/// the readers'. Owners are those of [io.tandem.peer.Peers]; a seat is explained by [Attendance], a
/// bell by [Doorbell], the tail of a ring with several producers by [Tail]. What is kept two cache
/// lines apart is written by different sides.
final class RingLayout {
  static final int SEATS = 128;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("capacity"),
              JAVA_INT.withName("expectedProducers"),
              JAVA_INT.withName("consumer"),
              JAVA_INT.withName("producer"),
              JAVA_LONG.withName("replaced"),
              JAVA_LONG.withName("died"),
              paddingLayout(96),
              JAVA_LONG.withName("taken"),
              JAVA_LONG.withName("messages"),
              JAVA_LONG.withName("abandoned"),
              JAVA_LONG.withName("doubtful"),
              paddingLayout(96),
              JAVA_INT.withName("consumerBell"),
              paddingLayout(124),
              JAVA_INT.withName("producersBell"),
              paddingLayout(124),
              sequenceLayout(SEATS, JAVA_LONG).withName("seats"))
          .withName("ring");

  static final int BYTES = (int) LAYOUT.byteSize();

  static final long CAPACITY_AT = offset("capacity");
  static final long EXPECTED_PRODUCERS_AT = offset("expectedProducers");
  static final long CONSUMER_AT = offset("consumer");
  static final long PRODUCER_AT = offset("producer");
  static final long REPLACED_AT = offset("replaced");
  static final long DIED_AT = offset("died");
  static final long TAKEN_AT = offset("taken");
  static final long MESSAGES_AT = offset("messages");
  static final long ABANDONED_AT = offset("abandoned");
  static final long DOUBTFUL_AT = offset("doubtful");
  static final long CONSUMER_BELL_AT = offset("consumerBell");
  static final long PRODUCERS_BELL_AT = offset("producersBell");
  static final long SEATS_AT = offset("seats");

  private RingLayout() {}

  private static long offset(String name) {
    return LAYOUT.byteOffset(groupElement(name));
  }

  static long seatAt(int seat) {
    return SEATS_AT + (long) seat * Long.BYTES;
  }

  static long tailAt(int capacity) {
    return BYTES + capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET;
  }

  static long headAt(int capacity) {
    return BYTES + capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
  }

  static long broadcastIntentAt(int capacity) {
    return BYTES + capacity + BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
  }

  static long broadcastTailAt(int capacity) {
    return BYTES + capacity + BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
  }

  static long broadcastLatestAt(int capacity) {
    return BYTES + capacity + BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
  }
}
