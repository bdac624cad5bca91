package io.tandem.memory;

import io.tandem.lock.Place;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// An object in shared memory, as one process sees it: a view of a [SharedBlock], or of a part of
/// one.
///
/// **Shape.** Any number of views of the same object, in any process, are equal. What the object
/// is, and may do, its class says.
///
/// **Sharing.** Any thread of any process, unless its class says otherwise.
///
/// **Lifetime.** The object lives in its scope until [#free()], or until the structure is freed
/// that it is a part of. A view keeps the memory mapped as long as it is reachable. Captured by a
/// task or serialized otherwise it travels as a handle, from which a view is made where it arrives.
///
/// **Errors.** [MemoryException.Stale] for the handle of an object that was freed. A view that is
/// still there says so, too, before it waits for the object, or changes more of it than one word.
/// What takes some nanoseconds does not look: to take a free lock or permit, to set an event, a
/// value, or one element of an array. Through the view of a freed object that damages the one that
/// was made in its place.
///
/// **Source.** Python's `multiprocessing.sharedctypes.SynchronizedBase`, without its lock.
///
/// ```java
/// SharedObject event = SharedEvent.create();
/// System.out.println(event + " takes " + event.block().byteSize() + " bytes");
/// event.free();
/// ```
public abstract class SharedObject implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient SharedBlock block;
  private final transient long offset;
  private final transient ObjectType type;

  /// A view of an object that has a block of its own.
  protected SharedObject(SharedBlock block) {
    this(block, 0, block.type());
  }

  /// A view of an object that may be part of another.
  ///
  /// @param offset in the block
  /// @param type of a block that holds nothing else
  protected SharedObject(SharedBlock block, long offset, ObjectType type) {
    this.block = block;
    this.offset = offset;
    this.type = type;
  }

  /// The memory that it is in.
  public final SharedBlock block() {
    return block;
  }

  /// Where in its block it begins.
  protected final long offset() {
    return offset;
  }

  /// Gives its memory back to the scope. No process may use it any more.
  ///
  /// @throws IllegalStateException if somebody who lives is seen to use it: holds a lock or permits
  ///   of it, or waits and is counted. Whoever comes at that moment is not seen.
  /// @throws UnsupportedOperationException if it is part of another structure
  public void free() {
    if (!isWhole()) {
      throw new UnsupportedOperationException(
          "Cannot free %s: it is part of %s. Free that.".formatted(this, block));
    }
    block.freeUnlessUsed(this::usedBy);
  }

  /// Who uses it, so that it may not be freed, for people: a sentence without its end; null if
  /// nobody is seen to.
  protected @Nullable String usedBy() {
    return null;
  }

  /// What this process keeps beside the object, as [SharedBlock#companion].
  ///
  /// @param type of it
  /// @param maker of one that reaches neither the block nor its scope
  protected final <T> T companion(Class<T> type, CompanionMaker<? extends T> maker) {
    return block.companion(offset, type, () -> make(maker));
  }

  private <T> T make(CompanionMaker<T> maker) {
    Peers peers = block.scope().peers();
    ScopeMapping mapping = block.scope().mapping();
    Block memory = block.block();
    int generation = block.generation();
    Parker parker = Parker.of(peers).during(() -> memory.requireCurrent(generation, mapping));
    return maker.make(new SegmentWords(block.segment()), offset, peers, parker);
  }

  /// Makes what does an object's work in one process.
  ///
  /// @param <T> what it makes
  @FunctionalInterface
  protected interface CompanionMaker<T> {
    /// Makes it.
    ///
    /// @param words of the block
    /// @param offset of the object in them
    T make(Words words, long offset, Peers peers, Parker parker);
  }

  /// Equal if both are the same object in shared memory, whatever it holds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedObject that
        && getClass() == that.getClass()
        && offset == that.offset
        && block.equals(that.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode() * 31 + Long.hashCode(offset);
  }

  /// Says where it is, for people.
  ///
  /// @param kind such as `lock`
  protected final String describe(String kind) {
    return block.block().describe(kind, block.generation(), isWhole(), offset)
        + " of scope "
        + block.scope();
  }

  /// Where a lock is that this object is, or has.
  ///
  /// @param kind such as `lock`, for messages
  @SuppressWarnings("exports") // only this library's objects have one
  protected final Place place(String kind) {
    return new ObjectPlace(block.scope().mapping(), block, kind, isWhole(), offset);
  }

  private boolean isWhole() {
    return block.type().is(type.tag(), type.version()); // for `equals` a new JVM makes code, 7 ms
  }

  /// What travels instead of a view: the block, and what else a process needs to make another one,
  /// which the handle's `readResolve` does. A record takes few bytes; whoever sends it knows its
  /// components. They are no primitives, which take a new JVM 8 ms to unbox.
  protected abstract Serializable handle();

  /// For serialization.
  protected final Object writeReplace() {
    return handle();
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw notAHandle();
  }

  private void readObjectNoData() throws InvalidObjectException {
    throw notAHandle();
  }

  private InvalidObjectException notAHandle() {
    return new InvalidObjectException(
        "A %s travels as its handle".formatted(getClass().getSimpleName()));
  }
}
