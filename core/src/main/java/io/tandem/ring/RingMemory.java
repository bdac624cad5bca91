package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// The block of a ring: made, checked and cut into its parts.
final class RingMemory {
  static final int LEAST_CAPACITY = 1024;
  static final int MOST_CAPACITY = 1 << 30;

  private final SharedBlock block;
  private final MemorySegment header;
  private final SegmentBuffer records;

  /// @throws MemoryException.Incompatible if the block is not a whole ring
  RingMemory(SharedBlock block) {
    this.block = block;
    if (block.byteSize() < RingLayout.BYTES) {
      throw damaged(block, "it has %d bytes".formatted(block.byteSize()));
    }
    this.header = block.segment().asSlice(0, RingLayout.BYTES);
    int capacity = capacity();
    if (!isAllowed(capacity) || block.byteSize() != bytesFor(capacity)) {
      throw damaged(block, "it says its capacity is %d bytes".formatted(capacity));
    }
    this.records = new SegmentBuffer(block.segment().asSlice(RingLayout.BYTES));
  }

  private static MemoryException.Incompatible damaged(SharedBlock block, String found) {
    return new MemoryException.Incompatible(
        "Cannot use %s as a ring: %s. It is damaged: make it again.".formatted(block, found));
  }

  static RingMemory allocate(SharedScope scope, ObjectType type, int capacity, int producers) {
    check(capacity, producers);
    SharedBlock block = scope.allocate(type, bytesFor(capacity));
    initialize(block.segment(), capacity, producers);
    return new RingMemory(block);
  }

  static RingMemory open(
      SharedScope scope, String name, ObjectType type, int capacity, int producers) {
    check(capacity, producers);
    var ring =
        new RingMemory(
            scope.openBlock(
                name, type, bytesFor(capacity), memory -> initialize(memory, capacity, producers)));
    if (ring.expectedProducers() != producers) {
      throw new MemoryException.Incompatible(
          "Cannot open ring '%s' of scope %s for %d producers: it is there for %d. "
                  .formatted(name, scope, producers, ring.expectedProducers())
              + "Use the same number everywhere, or another name.");
    }
    return ring;
  }

  private static void initialize(MemorySegment memory, int capacity, int producers) {
    RingLayout.CAPACITY.set(memory, capacity);
    RingLayout.EXPECTED_PRODUCERS.set(memory, producers);
  }

  private static void check(int capacity, int producers) {
    if (!isAllowed(capacity)) {
      throw new IllegalArgumentException(
          "Cannot make a ring of %d bytes: use a power of two from %d to %d."
              .formatted(capacity, LEAST_CAPACITY, MOST_CAPACITY));
    }
    if (producers < 1) {
      throw new IllegalArgumentException(
          "Cannot make a ring for %d producers: use 1 or more.".formatted(producers));
    }
  }

  private static boolean isAllowed(int capacity) {
    return BitUtil.isPowerOfTwo(capacity)
        && capacity >= LEAST_CAPACITY
        && capacity <= MOST_CAPACITY;
  }

  private static long bytesFor(int capacity) {
    return RingLayout.BYTES + capacity + RingBufferDescriptor.TRAILER_LENGTH;
  }

  SharedBlock block() {
    return block;
  }

  MemorySegment header() {
    return header;
  }

  /// Agrona's part: the records and the trailer.
  SegmentBuffer records() {
    return records;
  }

  int capacity() {
    return (int) RingLayout.CAPACITY.get(header);
  }

  int expectedProducers() {
    return (int) RingLayout.EXPECTED_PRODUCERS.get(header);
  }
}
