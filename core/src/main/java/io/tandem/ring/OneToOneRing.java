package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;

/// A ring of messages from one producer to one consumer, in any two processes or threads.
///
/// **Shape.** As every [Ring]. The stream ends when a producer has come and closed or died.
///
/// **Sharing.** [#producer()] and [#consumer()] are roles: each can be taken once at a time, and a
/// second taker is told who has it. What the producer did before a message, its handler sees.
///
/// **Lifetime.** The ring lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. Whoever died in a role is replaced by the next who takes it.
///
/// **Errors.** [MemoryException] from making and opening; `IllegalStateException` for a role that a
/// living process has.
///
/// **Source.** Agrona's `OneToOneRingBuffer`, which can read these records in place; Python's
/// `multiprocessing.Pipe(duplex=False)` has no limit on a message's length, but a system call for
/// each.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   var ring = OneToOneRing.create(scope, 64 * 1024);
///   try (var producer = ring.producer()) {
///     producer.put(1, new SegmentBuffer(MemorySegment.ofArray(new byte[] {1, 2, 3})), 0, 3);
///   }
///   try (var consumer = ring.consumer()) {
///     consumer.drain((type, buffer, index, length) -> System.out.println(length));
///   }
/// }
/// ```
public final class OneToOneRing extends Ring {
  private static final long serialVersionUID = 1;
  static final ObjectType TYPE = new ObjectType("ring-1-1", 2);

  private OneToOneRing(SharedBlock block) {
    super(block);
  }

  /// Makes a ring without a name.
  ///
  /// @param scope to hold it
  /// @param capacity in bytes: a power of two from 1024 to 2^30
  /// @return the empty ring
  public static OneToOneRing create(SharedScope scope, int capacity) {
    return new OneToOneRing(RingMemory.allocate(scope, TYPE, TRAILER_BYTES, capacity, 1));
  }

  /// Finds a named ring or makes it.
  ///
  /// @param scope to hold it
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param capacity in bytes: a power of two from 1024 to 2^30, the same for all who open it
  /// @return the one ring of that name
  public static OneToOneRing open(SharedScope scope, String name, int capacity) {
    return new OneToOneRing(RingMemory.open(scope, name, TYPE, TRAILER_BYTES, capacity, 1));
  }

  /// Takes the producer's role, waiting as [WaitStrategy#SPIN_THEN_PARK] says.
  ///
  /// @return the one producer
  /// @throws IllegalStateException if there is one that lives, naming it
  /// @throws MemoryException.Stale if the ring was freed
  public RingProducer producer() {
    return producer(WaitStrategy.SPIN_THEN_PARK);
  }

  /// Takes the producer's role.
  ///
  /// @param strategy how it waits for room
  /// @return the one producer
  /// @throws IllegalStateException if there is one that lives, naming it
  /// @throws MemoryException.Stale if the ring was freed
  public RingProducer producer(WaitStrategy strategy) {
    return new OneToOneProducer(memory(), strategy);
  }

  private Object writeReplace() {
    return new Handle(block());
  }

  /// What travels instead of a ring.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new OneToOneRing(block);
    }
  }
}
