package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.agrona.BitUtil;

/// A ring's memory and surroundings, as its parts need them: its words, its records, the processes
/// that share it, and how to sleep.
///
/// @param place what the memory belongs to, for messages: it stays mapped as long as that is
///   reachable
record RingMemory(
    Words words, SegmentBuffer records, int capacity, Peers peers, Parker parker, Object place) {
  static final int LEAST_CAPACITY = 1024;
  static final int MOST_CAPACITY = 1 << 30;

  /// @param trailerBytes of Agrona's behind the records
  /// @throws MemoryException.Incompatible if the block is not a whole ring
  static RingMemory of(SharedBlock block, int trailerBytes) {
    MemorySegment segment = block.segment();
    if (segment.byteSize() < RingLayout.BYTES) {
      throw damaged(block, "it has %d bytes".formatted(segment.byteSize()));
    }
    Words words = new SegmentWords(segment);
    int capacity = words.getInt(RingLayout.CAPACITY_AT);
    if (!isAllowed(capacity) || segment.byteSize() != bytesFor(capacity, trailerBytes)) {
      throw damaged(block, "it says its capacity is %d bytes".formatted(capacity));
    }
    Peers peers = block.scope().peers();
    return of(words, capacity, peers, Parker.of(peers), block);
  }

  static RingMemory of(Words words, int capacity, Peers peers, Parker parker, Object place) {
    var records = new SegmentBuffer(words.segment().asSlice(RingLayout.BYTES, capacity));
    return new RingMemory(words, records, capacity, peers, parker, place);
  }

  private static MemoryException.Incompatible damaged(SharedBlock block, String found) {
    return new MemoryException.Incompatible(
        "Cannot use %s as a ring: %s. It is damaged: make it again.".formatted(block, found));
  }

  static SharedBlock allocate(
      SharedScope scope, ObjectType type, int trailerBytes, int capacity, int producers) {
    check(capacity, producers);
    SharedBlock block = scope.allocate(type, bytesFor(capacity, trailerBytes));
    initialize(new SegmentWords(block.segment()), capacity, producers);
    return block;
  }

  static SharedBlock open(
      SharedScope scope,
      String name,
      ObjectType type,
      int trailerBytes,
      int capacity,
      int producers) {
    check(capacity, producers);
    SharedBlock block;
    try {
      block =
          scope.openBlock(
              name,
              type,
              bytesFor(capacity, trailerBytes),
              memory -> initialize(new SegmentWords(memory), capacity, producers));
    } catch (MemoryException.Incompatible e) {
      requireCapacity(scope, name, type, trailerBytes, capacity);
      throw e;
    }
    int found = new SegmentWords(block.segment()).getInt(RingLayout.EXPECTED_PRODUCERS_AT);
    if (found != producers) {
      throw new MemoryException.Incompatible(
          "Cannot open ring '%s' of scope %s for %d producers: it is there for %d. "
                  .formatted(name, scope, producers, found)
              + "Use the same number everywhere, or another name.");
    }
    return block;
  }

  /// Says in a ring's own terms that one of that name has another size.
  private static void requireCapacity(
      SharedScope scope, String name, ObjectType type, int trailerBytes, int capacity) {
    for (SharedScope.Entry entry : scope.directory()) {
      long found = entry.bytes() - bytesFor(0, trailerBytes);
      if (entry.name().equals(name) && entry.type().equals(type.toString()) && found != capacity) {
        throw new MemoryException.Incompatible(
            "Cannot open ring '%s' of scope %s with a capacity of %d bytes: it has %d. "
                    .formatted(name, scope, capacity, found)
                + "Use the same capacity everywhere, or another name.");
      }
    }
  }

  /// @throws MemoryException.Stale if the block was freed
  static void requireCurrent(SharedBlock block) {
    SharedBlock _ = block.scope().block(block.offset(), block.generation(), block.type());
  }

  static void initialize(Words words, int capacity, int producers) {
    words.setInt(RingLayout.CAPACITY_AT, capacity);
    words.setInt(RingLayout.EXPECTED_PRODUCERS_AT, producers);
  }

  static void check(int capacity, int producers) {
    if (!isAllowed(capacity)) {
      throw new IllegalArgumentException(
          "Cannot make a ring of %d bytes: use a power of two from %d to %d."
              .formatted(capacity, LEAST_CAPACITY, MOST_CAPACITY));
    }
    if (producers < 1 || producers > Attendance.MOST_EXPECTED) {
      throw new IllegalArgumentException(
          "Cannot make a ring for %d producers: use 1 to %d."
              .formatted(producers, Attendance.MOST_EXPECTED));
    }
  }

  static long bytesFor(int capacity, int trailerBytes) {
    return (long) RingLayout.BYTES + capacity + trailerBytes;
  }

  private static boolean isAllowed(int capacity) {
    return BitUtil.isPowerOfTwo(capacity)
        && capacity >= LEAST_CAPACITY
        && capacity <= MOST_CAPACITY;
  }

  int expectedProducers() {
    return words.getInt(RingLayout.EXPECTED_PRODUCERS_AT);
  }

  Doorbell consumerBell() {
    return new Doorbell(words, RingLayout.CONSUMER_BELL_AT, parker);
  }

  Doorbell producersBell() {
    return new Doorbell(words, RingLayout.PRODUCERS_BELL_AT, parker);
  }

  /// Where the next record to be read begins. Positions count bytes from the ring's beginning of
  /// time.
  long head() {
    return words.getLongAcquire(RingLayout.headAt(capacity)); // acquire: pairs with release
  }

  /// Sets a tail back that a dead process has locked.
  ///
  /// It is locked anew for that, so nobody else can claim what is cleared here, and who finds this
  /// process dead too does the same once more.
  void unlockTail(long locked) {
    peers.awaitStopped(Tail.owner(locked));
    long position = Tail.position(locked, head());
    long at = RingLayout.tailAt(capacity);
    if (words.compareAndSetLong(at, locked, Tail.lockedBy(peers.self(), position))) {
      words.setLong(RingLayout.BYTES + (position & capacity - 1), RecordHeader.NONE);
      words.setLongRelease(at, position); // release: pairs with ManyToOneProducer.claim
    }
  }

  /// The bytes that lie between them.
  int size() {
    long head = head();
    return Math.clamp(Tail.find(words, capacity, head) - head, 0, capacity);
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
