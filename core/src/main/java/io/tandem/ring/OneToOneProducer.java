package io.tandem.ring;

import io.tandem.word.Words;

/// The one producer of a ring.
///
/// Where the next record goes and where the room ends it knows by itself, and nobody else needs to:
/// a record becomes visible with its header, which is one store behind all others of it. The header
/// that a record's successor will have is zeroed before the record's own is written. So all is
/// complete from the head to the first header that is zero, and there a successor goes on.
final class OneToOneProducer extends RingProducer {
  private long tail;
  private long limit; // the head when last looked, plus the capacity

  /// Takes the producer's role.
  OneToOneProducer(RingMemory ring, WaitStrategy strategy) {
    super(ring, strategy, Role.PRODUCER);
    long head = ring.head();
    tail = recover(head);
    limit = head + capacity;
  }

  @Override
  int claim(int length) {
    int aligned = RecordHeader.aligned(length);
    int record = (int) tail & mask;
    if (tail + aligned + RecordHeader.BYTES <= limit && record + aligned < capacity) {
      return record;
    }
    return claimSlowly(aligned);
  }

  @Override
  void publish(int record, int length, int type) {
    Words words = this.words;
    int aligned = RecordHeader.aligned(length);
    words.setLong(RingLayout.BYTES + (record + aligned & mask), RecordHeader.NONE);
    words.setLongRelease( // release: pairs with RingConsumer.poll
        RingLayout.BYTES + record, RecordHeader.of(length, type));
    tail += aligned;
    consumerBell.ring();
  }

  /// Looks how far the consumer is, and begins anew at the ring's first byte if the end is too
  /// near.
  private int claimSlowly(int aligned) {
    limit = words.getLongAcquire(headAt) + capacity; // acquire: pairs with RingConsumer.release
    int required = aligned + RecordHeader.BYTES;
    int record = (int) tail & mask;
    if (tail + required > limit) {
      return NO_ROOM;
    }
    int toEnd = capacity - record;
    if (aligned <= toEnd) {
      return record;
    }
    publish(record, toEnd, RecordHeader.PADDING);
    return tail + required <= limit ? 0 : NO_ROOM;
  }

  /// Walks over all that was complete when an earlier producer left or died.
  private long recover(long head) {
    return RecordHeader.skipComplete(words, capacity, head);
  }

  @Override
  void leave() {
    Role.PRODUCER.giveBack(ring);
  }
}
