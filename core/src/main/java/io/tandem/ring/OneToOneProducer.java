package io.tandem.ring;

/// The one producer of a ring.
///
/// Where the next record goes and where the room ends it knows by itself. A record becomes visible
/// with its header, which is one store behind all others of it; only then the shared tail moves, so
/// whatever lies between that tail and the first header that is zero is complete. A successor walks
/// over it. The header that a record's successor will have is zeroed before the record's own is
/// written, so it needs no record of what was claimed: behind the last complete one there is zero.
final class OneToOneProducer extends RingProducer {
  private long tail;
  private long limit; // the head when last looked, plus the capacity

  /// In the role of the producer, which the caller has taken.
  OneToOneProducer(RingMemory ring, WaitStrategy strategy) {
    super(ring, strategy);
    tail = words.getLongAcquire(tailAt);
    recover();
    limit = words.getLongAcquire(headAt) + capacity;
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
    int aligned = RecordHeader.aligned(length);
    words.setLong(RingLayout.BYTES + (record + aligned & mask), RecordHeader.NONE);
    words.setLongRelease( // release: pairs with RingConsumer.poll
        RingLayout.BYTES + record, RecordHeader.of(length, type));
    tail += aligned;
    words.setLongRelease(tailAt, tail);
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

  /// Walks over records that were complete when their producer died, before the tail moved.
  private void recover() {
    long end = tail + capacity;
    int length = lengthAtTail();
    while (length > 0 && tail < end) {
      tail += RecordHeader.aligned(length);
      length = lengthAtTail();
    }
    words.setLongRelease(tailAt, tail);
  }

  private int lengthAtTail() {
    return RecordHeader.length(words.getLongAcquire(RingLayout.BYTES + (tail & mask)));
  }

  @Override
  void leave() {
    Role.PRODUCER.giveBack(ring);
  }
}
