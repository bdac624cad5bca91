package io.tandem.ring;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// What rings with one and with several producers have in common.
///
/// **Shape.** [#capacity()] bytes, a power of two from 1024 to 2^30. A message takes its length and
/// 8 bytes, rounded up to 8; the longest is an eighth of the capacity.
///
/// **Sharing.** The consumer is a role that can be taken once at a time, and a second taker is told
/// who has it. What a producer did before a message, its handler sees.
///
/// **Lifetime.** The ring lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. Whoever dies can be replaced.
///
/// **Errors.** `IllegalStateException` for a role that a living process has.
///
/// **Source.** Agrona's `RingBuffer`.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   Ring ring = OneToOneRing.create(scope, 64 * 1024);
///   System.out.println(ring.view());
/// }
/// ```
public abstract sealed class Ring implements Serializable permits OneToOneRing, ManyToOneRing {
  static final int TRAILER_BYTES = RingBufferDescriptor.TRAILER_LENGTH;

  private static final long serialVersionUID = 1;

  private final transient SharedBlock block;
  private final transient RingMemory memory;

  Ring(SharedBlock block) {
    this.block = block;
    this.memory = RingMemory.of(block, TRAILER_BYTES);
  }

  /// Its memory, for one who takes a role.
  ///
  /// @throws MemoryException.Stale if the ring was freed
  final RingMemory memory() {
    RingMemory.requireCurrent(block);
    return memory;
  }

  /// Takes the consumer's role, waiting as [WaitStrategy#SPIN_THEN_PARK] says.
  ///
  /// @return the one consumer
  /// @throws IllegalStateException if there is one that lives, naming it
  /// @throws MemoryException.Stale if the ring was freed
  public final RingConsumer consumer() {
    return consumer(WaitStrategy.SPIN_THEN_PARK);
  }

  /// Takes the consumer's role.
  ///
  /// @param strategy how it waits for messages
  /// @return the one consumer
  /// @throws IllegalStateException if there is one that lives, naming it
  /// @throws MemoryException.Stale if the ring was freed
  public final RingConsumer consumer(WaitStrategy strategy) {
    return new RingConsumer(memory(), strategy);
  }

  /// The bytes that messages and their headers may take up.
  ///
  /// @return a power of two
  public final int capacity() {
    return memory.capacity();
  }

  /// What the ring looks like now.
  public final RingView view() {
    return RingViewer.view(memory);
  }

  /// Its memory: who takes part, then Agrona's ring buffer.
  ///
  /// @return the block it is in
  public final SharedBlock block() {
    return block;
  }

  /// Gives its memory back to the scope. No process may use it any more: roles can no longer be
  /// taken, but who has one is not told, and what it does then is done to memory that may be
  /// another's.
  public final void free() {
    block.free();
  }

  /// Equal if both are the same ring.
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Ring ring && block.equals(ring.block);
  }

  @Override
  public final int hashCode() {
    return block.hashCode();
  }

  @Override
  public final String toString() {
    return "%s of %d bytes in %s".formatted(getClass().getSimpleName(), capacity(), block.scope());
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A ring travels as its handle");
  }
}
