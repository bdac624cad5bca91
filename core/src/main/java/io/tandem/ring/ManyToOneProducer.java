package io.tandem.ring;

import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// One of several producers of a ring.
///
/// A claim takes three stores under the lock that is the tail itself (see [Tail]): the header that
/// the next record will have becomes zero, the claimed one's says by whom, and the tail goes
/// behind. So a published header is never zero, and a death leaves one of two things: a locked
/// tail, which is taken over and set back, or an open claim, which the consumer skips.
final class ManyToOneProducer extends RingProducer {
  private static final int SPINS = 200;
  private static final int YIELDS = 210;
  private static final long LEAST_SLICE = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long MOST_SLICE = TimeUnit.MILLISECONDS.toNanos(10);

  private final int self;
  private final long tailAt;
  private long limit; // the head when last looked, plus the capacity

  ManyToOneProducer(RingMemory ring, WaitStrategy strategy) {
    super(ring, strategy, null);
    self = ring.peers().self();
    tailAt = RingLayout.tailAt(capacity);
    limit = words.getLongAcquire(headAt) + capacity;
  }

  @Override
  int claim(int length) {
    Words words = this.words;
    int aligned = RecordHeader.aligned(length);
    while (true) {
      long tail = words.getLongAcquire(tailAt); // acquire: pairs with open
      int record = (int) tail & mask;
      if (Tail.isLocked(tail)
          || tail + aligned + RecordHeader.BYTES > limit
          || record + aligned >= capacity) {
        return claimSlowly(length);
      }
      if (words.compareAndSetLong(tailAt, tail, Tail.lockedBy(self, tail))) {
        open(tail, length);
        return record;
      }
    }
  }

  /// Writes the claim that the locked tail announces, and unlocks the tail.
  private void open(long tail, int length) {
    Words words = this.words;
    long next = tail + RecordHeader.aligned(length);
    words.setLong(RingLayout.BYTES + (next & mask), RecordHeader.NONE);
    words.setLong(RingLayout.BYTES + (tail & mask), RecordHeader.claim(length, self));
    words.setLongRelease(tailAt, next); // release: pairs with claim
  }

  @Override
  void publish(int record, int length, int type) {
    words.setLongRelease( // release: pairs with RingConsumer.poll
        RingLayout.BYTES + record, RecordHeader.of(length, type));
    consumerBell.ring();
  }

  // ---- the tail is locked, the ring is full, or its end is near ----

  private int claimSlowly(int length) {
    int aligned = RecordHeader.aligned(length);
    int required = aligned + RecordHeader.BYTES;
    while (true) {
      long tail = awaitUnlocked();
      limit = words.getLongAcquire(headAt) + capacity; // acquire: pairs with RingConsumer.release
      if (tail + required > limit) {
        return NO_ROOM;
      }
      int record = (int) tail & mask;
      int toEnd = capacity - record;
      int claimed = aligned <= toEnd ? length : toEnd;
      if (words.compareAndSetLong(tailAt, tail, Tail.lockedBy(self, tail))) {
        open(tail, claimed);
        if (aligned <= toEnd) {
          return record;
        }
        publish(record, toEnd, RecordHeader.PADDING);
      }
    }
  }

  /// The lock is held for three stores, so waiting is for a thread that lost its CPU meanwhile; or
  /// that was stopped, or died.
  private long awaitUnlocked() {
    long slice = LEAST_SLICE;
    for (int round = 0; ; round++) {
      long tail = words.getLongAcquire(tailAt); // acquire: pairs with open
      if (!Tail.isLocked(tail)) {
        return tail;
      }
      if (round < SPINS) {
        Thread.onSpinWait();
      } else if (ring.peers().isDead(Tail.owner(tail))) {
        ring.unlockTail(tail);
      } else if (round < YIELDS) {
        Thread.yield();
      } else {
        sleep(tail, slice);
        slice = Math.min(2 * slice, MOST_SLICE);
      }
    }
  }

  /// Nobody wakes it, as the one who unlocks has no time to look whether somebody sleeps.
  private void sleep(long locked, long nanos) {
    int half = RecordHeader.type(locked); // its last 4 bytes in memory, as a word of their own
    ring.parker()
        .parkUninterruptibly(words, tailAt + Integer.BYTES, half, Tail.owner(locked), nanos);
  }

  @Override
  void leave() {}
}
