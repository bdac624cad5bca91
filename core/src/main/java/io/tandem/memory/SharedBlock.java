package io.tandem.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The memory of one object in a scope, and its handle: what every shared structure is built on.
///
/// **Shape.** [#byteSize()] bytes, beginning on a cache line; all zeros when made.
///
/// **Sharing.** Any thread of any process that has the scope. Nothing is ordered here: order comes
/// from how the memory is used.
///
/// **Lifetime.** Until [#free()] in any process, or the end of its scope. Serialized, it becomes a
/// handle; read in another process, that handle maps the same memory. The memory stays mapped while
/// this object, or another of the scope, is reachable: keep it as long as its [#segment()] is used.
///
/// **Errors.** A handle to a freed object is [MemoryException.Stale], never another object. Access
/// to the segment after its scope was closed throws `IllegalStateException`.
///
/// **Source.** `multiprocessing.heap.BufferWrapper`; differs in that it may travel at any time, not
/// only while a process starts.
///
/// ```java
/// var flags = SharedScope.ofProcessTree().allocate(ObjectType.RAW, 64);
/// flags.segment().set(ValueLayout.JAVA_INT, 0, 1);
/// flags.free();
/// ```
public final class SharedBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient SharedScope scope;
  private final transient Block block;
  private final transient int generation;
  private final transient ObjectType type;
  private final transient long position;
  private final transient MemorySegment segment;

  /// @param generation that the block had when it was of that type
  SharedBlock(SharedScope scope, Block block, int generation, ObjectType type) {
    this.scope = scope;
    this.block = block;
    this.generation = generation;
    this.type = type;
    this.position = block.position();
    this.segment = block.payload();
  }

  /// The scope it is in.
  public SharedScope scope() {
    return scope;
  }

  /// Where it is in its scope, in bytes; with [#generation()] its identity there.
  public long offset() {
    return block.offset();
  }

  /// Tells it from the objects that its place held before and will hold later.
  public int generation() {
    return generation;
  }

  /// What it holds.
  public ObjectType type() {
    return type;
  }

  /// Where its memory begins in the scope's file, in bytes.
  public long position() {
    return position;
  }

  /// Its memory, shared by all processes.
  ///
  /// @throws IllegalStateException if the memory is not mapped any more, as its scope was closed
  public MemorySegment segment() {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(
          "The object at offset %d is closed here with its scope %s. Attach to both again."
              .formatted(offset(), scope));
    }
    return segment;
  }

  /// Whether it has not been freed: a plain look, so whoever frees it meanwhile is not kept from
  /// it.
  public boolean isCurrent() {
    return block.isCurrent(generation);
  }

  /// Fails if it has been freed, and its memory may be another object's.
  ///
  /// @throws MemoryException.Stale if so
  public void requireCurrent() {
    block.requireCurrent(generation, scope);
  }

  /// As it is now, for what a process keeps beside it: reaches neither this block nor its scope.
  Block block() {
    return block;
  }

  /// The size of its memory in bytes.
  public long byteSize() {
    return segment.byteSize();
  }

  /// What this process keeps beside this object, made when first asked for: one for all handles to
  /// it, for as long as the scope is mapped.
  ///
  /// @param offset in this block, of the part that it belongs to
  /// @param type of it; parts of several types may be asked for
  /// @param maker of one that reaches neither this block nor its scope, which it would keep mapped
  public <T> T companion(long offset, Class<T> type, Supplier<? extends T> maker) {
    return scope.companion(this, offset, type, maker);
  }

  /// Gives the memory back to the scope. Whoever still uses it, in any process, will see what is
  /// made there next.
  ///
  /// @throws MemoryException.Stale if it was freed before
  public void free() {
    scope.free(this);
  }

  /// As [#free()], unless somebody is found to use it.
  ///
  /// @param user looks who does, for people: null if nobody; asked only if it was not freed before
  /// @throws IllegalStateException if somebody does
  public void freeUnlessUsed(Supplier<@Nullable String> user) {
    requireCurrent();
    String found = user.get();
    if (found != null) {
      throw new IllegalStateException(
          "Cannot free %s of scope %s: %s. Free it when nobody uses it any more."
              .formatted(block.describe(type.tag(), generation, true, 0), scope, found));
    }
    free();
  }

  /// Equal if both are the same object of the same scope.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedBlock that
        && offset() == that.offset()
        && generation == that.generation
        && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset()) * 31 + scope.hashCode();
  }

  @Override
  public String toString() {
    return "%s of %d bytes at offset %d of scope %s".formatted(type, byteSize(), offset(), scope);
  }

  private Object writeReplace() {
    return new Handle(this);
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A SharedBlock travels as its handle");
  }

  /// What travels instead of a block. No record: the first one that a JVM reads takes it tens of
  /// milliseconds to link.
  private static final class Handle implements Serializable {
    private static final long serialVersionUID = 1;

    private final SharedScope scope;
    private final long offset;
    private final int generation;
    private final String tag;
    private final int version;

    Handle(SharedBlock block) {
      scope = block.scope;
      offset = block.offset();
      generation = block.generation;
      tag = block.type.tag();
      version = block.type.version();
    }

    private Object readResolve() {
      return scope.block(offset, generation, new ObjectType(tag, version));
    }
  }
}
