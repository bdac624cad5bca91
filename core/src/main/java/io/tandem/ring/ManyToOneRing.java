package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;

/// A ring of messages from several producers to one consumer, in any processes and threads.
///
/// **Shape.** As every [Ring]. The stream ends when as many producers as expected have come, and
/// all that came have closed or died. At most 128 processes have producers at the same time.
///
/// **Sharing.** Any number of threads may each have a [#producer()]; [#consumer()] is a role that
/// can be taken once at a time, and a second taker is told who has it. What a producer did before a
/// message, its handler sees. Each producer's messages keep their order.
///
/// **Lifetime.** The ring lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. A consumer that died is replaced by the next who takes its
/// role; what a dead producer had claimed and not completed is skipped. A producer's process that
/// is only stopped is waited for.
///
/// **Errors.** [MemoryException] from making and opening; `IllegalStateException` for a role that a
/// living process has.
///
/// **Source.** Agrona's `ManyToOneRingBuffer`, which can read these records in place; Python's
/// `multiprocessing.SimpleQueue` locks where this claims.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   var ring = ManyToOneRing.create(scope, 64 * 1024, 2);
///   for (int i = 0; i < 2; i++) {
///     try (var producer = ring.producer()) {
///       producer.put(1, new SegmentBuffer(MemorySegment.ofArray(new byte[] {1, 2, 3})), 0, 3);
///     }
///   }
///   try (var consumer = ring.consumer()) {
///     consumer.drain((type, buffer, index, length) -> System.out.println(length));
///   }
/// }
/// ```
public final class ManyToOneRing extends Ring {
  private static final long serialVersionUID = 1;
  static final ObjectType TYPE = new ObjectType("ring-n-1", 2);

  private ManyToOneRing(SharedBlock block) {
    super(block);
  }

  /// Makes a ring without a name.
  ///
  /// @param scope to hold it
  /// @param capacity in bytes: a power of two from 1024 to 2^30
  /// @param expectedProducers how many must have come before the stream can end: 1 to 262143
  /// @return the empty ring
  public static ManyToOneRing create(SharedScope scope, int capacity, int expectedProducers) {
    return new ManyToOneRing(
        RingMemory.allocate(scope, TYPE, TRAILER_BYTES, capacity, expectedProducers));
  }

  /// Finds a named ring or makes it.
  ///
  /// @param scope to hold it
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param capacity in bytes: a power of two from 1024 to 2^30, the same for all who open it
  /// @param expectedProducers how many must have come before the stream can end: 1 to 262143
  /// @return the one ring of that name
  public static ManyToOneRing open(
      SharedScope scope, String name, int capacity, int expectedProducers) {
    return new ManyToOneRing(
        RingMemory.open(scope, name, TYPE, TRAILER_BYTES, capacity, expectedProducers));
  }

  /// Makes a producer for this thread, waiting as [WaitStrategy#SPIN_THEN_PARK] says.
  ///
  /// @return a new producer
  /// @throws IllegalStateException if 128 other processes have producers
  /// @throws MemoryException.Stale if the ring was freed
  public RingProducer producer() {
    return producer(WaitStrategy.SPIN_THEN_PARK);
  }

  /// Makes a producer for this thread.
  ///
  /// @param strategy how it waits for room
  /// @return a new producer
  /// @throws IllegalStateException if 128 other processes have producers
  /// @throws MemoryException.Stale if the ring was freed
  public RingProducer producer(WaitStrategy strategy) {
    return new ManyToOneProducer(memory(), strategy);
  }

  private Object writeReplace() {
    return new Handle(block());
  }

  /// What travels instead of a ring.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new ManyToOneRing(block);
    }
  }
}
