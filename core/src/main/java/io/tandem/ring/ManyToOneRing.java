package io.tandem.ring;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.jspecify.annotations.Nullable;

/// A ring of messages from several producers to one consumer, in any processes and threads.
///
/// **Shape.** [#capacity()] bytes, a power of two from 1024 to 2^30. A message takes its length and
/// 8 bytes, rounded up to 8; the longest is an eighth of the capacity. The stream ends when as many
/// producers as expected have come, and all that came have closed.
///
/// **Sharing.** Any number of threads and processes may each have a [#producer()]; [#consumer()] is
/// a role that can be taken once at a time, and a second taker is told who has it. What a producer
/// did before a message, its handler sees. Each producer's messages keep their order.
///
/// **Lifetime.** The ring lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. A consumer that was killed stays the consumer.
///
/// **Errors.** [io.tandem.memory.MemoryException] from making and opening; `IllegalStateException`
/// for a role that is taken.
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
public final class ManyToOneRing implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectType TYPE = new ObjectType("ring-n-1", 1);

  private final transient RingMemory memory;

  private ManyToOneRing(RingMemory memory) {
    this.memory = memory;
  }

  /// Makes a ring without a name.
  ///
  /// @param scope to hold it
  /// @param capacity in bytes: a power of two from 1024 to 2^30
  /// @param expectedProducers how many must have come before the stream can end: 1 or more
  /// @return the empty ring
  public static ManyToOneRing create(SharedScope scope, int capacity, int expectedProducers) {
    return new ManyToOneRing(RingMemory.allocate(scope, TYPE, capacity, expectedProducers));
  }

  /// Finds a named ring or makes it.
  ///
  /// @param scope to hold it
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param capacity in bytes: a power of two from 1024 to 2^30, the same for all who open it
  /// @param expectedProducers how many must have come before the stream can end: 1 or more
  /// @return the one ring of that name
  public static ManyToOneRing open(
      SharedScope scope, String name, int capacity, int expectedProducers) {
    return new ManyToOneRing(RingMemory.open(scope, name, TYPE, capacity, expectedProducers));
  }

  /// Makes a producer for this thread, waiting with [Idle#backoff()] when asked to wait.
  ///
  /// @return a new producer
  public RingProducer producer() {
    return producer(Idle.backoff());
  }

  /// Makes a producer for this thread.
  ///
  /// @param idle how [RingProducer#put] waits
  /// @return a new producer
  public RingProducer producer(IdleStrategy idle) {
    var attendance = new Attendance(memory);
    attendance.come();
    return new RingProducer(new ManyToOneRingBuffer(memory.records()), idle, attendance::leave);
  }

  /// Takes the consumer's role, waiting with [Idle#backoff()] when asked to wait.
  ///
  /// @return the one consumer
  /// @throws IllegalStateException if there is one, naming it
  public RingConsumer consumer() {
    return consumer(Idle.backoff());
  }

  /// Takes the consumer's role.
  ///
  /// @param idle how [RingConsumer#drain] waits
  /// @return the one consumer
  /// @throws IllegalStateException if there is one, naming it
  public RingConsumer consumer(IdleStrategy idle) {
    Role.CONSUMER.take(memory);
    return new RingConsumer(
        new ManyToOneRingBuffer(memory.records()),
        idle,
        new Attendance(memory),
        () -> Role.CONSUMER.giveBack(memory));
  }

  /// The bytes that messages and their headers may take up.
  ///
  /// @return a power of two
  public int capacity() {
    return memory.capacity();
  }

  /// Its memory: 384 bytes of roles, then Agrona's ring buffer.
  ///
  /// @return the block it is in
  public SharedBlock block() {
    return memory.block();
  }

  /// Gives its memory back to the scope. No process may use it any more.
  public void free() {
    memory.block().free();
  }

  /// Equal if both are the same ring.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManyToOneRing ring && block().equals(ring.block());
  }

  @Override
  public int hashCode() {
    return block().hashCode();
  }

  @Override
  public String toString() {
    return "ManyToOneRing of %d bytes in %s".formatted(capacity(), block().scope());
  }

  private Object writeReplace() {
    return new Handle(block());
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A ManyToOneRing travels as its handle");
  }

  /// What travels instead of a ring.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new ManyToOneRing(new RingMemory(block));
    }
  }
}
