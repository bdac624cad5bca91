package io.tandem.value;

import static io.tandem.value.ValueLineLayout.BYTES;
import static io.tandem.value.ValueLineLayout.LOCK_AT;
import static io.tandem.value.ValueLineLayout.TYPE_CODE_AT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What single values have in common: they are atomic without a lock, and have one.
///
/// **Shape.** One value in a cache line of its own, with its lock. Other widths, and several fields
/// together, are a [StructValue].
///
/// **Sharing.** Any thread of any process, without a lock: each method is one atomic step, ordered
/// as its name says and otherwise as in `java.util.concurrent.atomic`. [#getLock()] is for steps
/// that take several of them, and binds only those who lock it.
///
/// **Lifetime.** The value lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, with its lock if that is one of your own.
///
/// **Errors.** [io.tandem.memory.MemoryException] from making, opening and reading a handle: a
/// handle to a freed value is `Stale`. After its scope was closed every method throws
/// `IllegalStateException`.
///
/// **Source.** Python's `multiprocessing.Value`; differs in that `get` and `set` take no lock, and
/// that a process which dies in the middle of a locked step does not stop the others.
///
/// ```java
/// SharedValue value = IntValue.create(100);
/// value.getLock().lock();
/// try {
///   System.out.println(value);
/// } finally {
///   value.getLock().unlock();
/// }
/// ```
public abstract sealed class SharedValue extends SharedObject
    permits BooleanValue, DoubleValue, IntValue, LongValue {
  static final long AT = ValueLineLayout.VALUE_AT;

  private static final long serialVersionUID = 1;

  final transient MemorySegment line;

  private final transient @Nullable SharedLock givenLock;
  private transient @Nullable SharedLock lock;

  /// @param givenLock null for the lock beside the value
  SharedValue(SharedBlock block, @Nullable SharedLock givenLock) {
    super(block);
    this.line = block.segment();
    this.givenLock = givenLock;
    this.lock = givenLock;
  }

  static SharedBlock allocate(SharedScope scope, ElementType type) {
    SharedBlock block = scope.allocate(type.value, BYTES);
    block.segment().set(JAVA_INT, TYPE_CODE_AT, type.code);
    return block;
  }

  static SharedBlock open(
      SharedScope scope, String name, ElementType type, Consumer<MemorySegment> initial) {
    return scope.openBlock(
        name,
        type.value,
        BYTES,
        memory -> {
          memory.set(JAVA_INT, TYPE_CODE_AT, type.code);
          initial.accept(memory);
        });
  }

  /// The lock that was given when the value was made, or else its own: allocated with it, the same
  /// for all processes, [OwnerDeath#IGNORE]. No method of the value takes it.
  public final SharedLock getLock() {
    SharedLock known = lock;
    if (known == null) {
      known = SharedLock.in(block(), LOCK_AT, OwnerDeath.IGNORE);
      lock = known;
    }
    return known;
  }

  @Override
  protected final @Nullable String usedBy() {
    return SharedLock.usedBy(block(), LOCK_AT);
  }

  @Override
  protected final Serializable handle() {
    return new Handle(block(), givenLock);
  }

  /// What travels instead of a value.
  private record Handle(SharedBlock block, @Nullable SharedLock lock) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      return switch (block.type().tag()) {
        case "bool" -> new BooleanValue(block, lock);
        case "double" -> new DoubleValue(block, lock);
        case "int" -> new IntValue(block, lock);
        case "long" -> new LongValue(block, lock);
        default -> throw new InvalidObjectException("Not the handle of a value: " + block);
      };
    }
  }
}
