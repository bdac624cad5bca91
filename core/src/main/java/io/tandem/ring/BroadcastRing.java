package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// A ring of messages from one producer to any number of readers, none of which can slow it down: a
/// reader that is too slow loses messages, and is told so.
///
/// **Shape.** [#capacity()] bytes, a power of two from 1024 to 2^30. A message takes its length and
/// 8 bytes, rounded up to 8; the longest is an eighth of the capacity.
///
/// **Sharing.** [#producer()] is a role that can be taken once at a time, and a second taker is
/// told who has it. Any thread of any process may have a [#reader()]. What the producer did before
/// a message, its handlers see.
///
/// **Lifetime.** The ring lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. A producer that died is replaced by the next who takes its
/// role.
///
/// **Errors.** [MemoryException] from making and opening; `IllegalStateException` for a role that a
/// living process has.
///
/// **Source.** Agrona's broadcast buffers; a plain Agrona `BroadcastReceiver` reads this one.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   var ring = BroadcastRing.create(scope, 64 * 1024);
///   var reader = ring.reader();
///   try (var producer = ring.producer()) {
///     producer.send(1, new SegmentBuffer(MemorySegment.ofArray(new byte[] {1, 2, 3})), 0, 3);
///   }
///   reader.poll((type, buffer, index, length) -> System.out.println(length), 1);
/// }
/// ```
public final class BroadcastRing implements Serializable {
  private static final long serialVersionUID = 1;
  static final ObjectType TYPE = new ObjectType("ring-1-n", 1);
  private static final int TRAILER_BYTES = BroadcastBufferDescriptor.TRAILER_LENGTH;
  private static final int EXPECTED_PRODUCERS = 1;

  private final transient SharedBlock block;
  private final transient RingMemory memory;

  private BroadcastRing(SharedBlock block) {
    this.block = block;
    this.memory = RingMemory.of(block, TRAILER_BYTES);
  }

  /// Makes a ring without a name.
  ///
  /// @param scope to hold it
  /// @param capacity in bytes: a power of two from 1024 to 2^30
  /// @return the empty ring
  public static BroadcastRing create(SharedScope scope, int capacity) {
    return new BroadcastRing(
        RingMemory.allocate(scope, TYPE, TRAILER_BYTES, capacity, EXPECTED_PRODUCERS));
  }

  /// Finds a named ring or makes it.
  ///
  /// @param scope to hold it
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param capacity in bytes: a power of two from 1024 to 2^30, the same for all who open it
  /// @return the one ring of that name
  public static BroadcastRing open(SharedScope scope, String name, int capacity) {
    return new BroadcastRing(
        RingMemory.open(scope, name, TYPE, TRAILER_BYTES, capacity, EXPECTED_PRODUCERS));
  }

  /// Takes the producer's role.
  ///
  /// @return the one producer
  /// @throws IllegalStateException if there is one that lives, naming it
  /// @throws MemoryException.Stale if the ring was freed
  public BroadcastProducer producer() {
    RingMemory.requireCurrent(block);
    return new BroadcastProducer(memory);
  }

  /// Makes a reader for this thread, waiting as [WaitStrategy#SPIN_THEN_PARK] says.
  ///
  /// @return a new reader, which begins with the latest message
  /// @throws MemoryException.Stale if the ring was freed
  public BroadcastReader reader() {
    return reader(WaitStrategy.SPIN_THEN_PARK);
  }

  /// Makes a reader for this thread.
  ///
  /// @param strategy how it waits for messages
  /// @return a new reader, which begins with the latest message
  /// @throws MemoryException.Stale if the ring was freed
  public BroadcastReader reader(WaitStrategy strategy) {
    RingMemory.requireCurrent(block);
    return new BroadcastReader(memory, strategy);
  }

  /// The bytes that messages and their headers may take up.
  ///
  /// @return a power of two
  public int capacity() {
    return memory.capacity();
  }

  /// What the ring looks like now.
  public BroadcastView view() {
    return BroadcastViewer.view(memory);
  }

  /// Its memory: who takes part, then Agrona's broadcast buffer.
  ///
  /// @return the block it is in
  public SharedBlock block() {
    return block;
  }

  /// Gives its memory back to the scope. No process may use it any more: no part in it can be taken
  /// any more, but who has one is not told, and what it does then is done to memory that may be
  /// another's.
  public void free() {
    block.free();
  }

  /// Equal if both are the same ring.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BroadcastRing ring && block.equals(ring.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return "BroadcastRing of %d bytes in %s".formatted(capacity(), block.scope());
  }

  private Object writeReplace() {
    return new Handle(block);
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A BroadcastRing travels as its handle");
  }

  /// What travels instead of a ring.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new BroadcastRing(block);
    }
  }
}
