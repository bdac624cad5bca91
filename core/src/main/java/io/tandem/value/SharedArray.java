package io.tandem.value;

import static io.tandem.value.ArrayHeadLayout.BYTES;
import static io.tandem.value.ArrayHeadLayout.LENGTH_AT;
import static io.tandem.value.ArrayHeadLayout.LOCK_AT;
import static io.tandem.value.ArrayHeadLayout.TYPE_CODE_AT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What arrays in shared memory have in common: their elements are atomic without a lock, and they
/// have one.
///
/// **Shape.** [#length()] elements, fixed when it is made, all 0 then. An array may be longer than
/// a Java array can be. A slice is a view of some of its elements. Elements of other widths, or of
/// several fields, are those of a [StructArray].
///
/// **Units.** Lengths and indices count elements.
///
/// **Sharing.** Any thread of any process, without a lock: each access to one element is one atomic
/// step, ordered as its name says and otherwise as in `java.util.concurrent.atomic`. What works on
/// many elements has no order and is no single step. [#getLock()] is for steps that take several
/// accesses, and binds only those who lock it.
///
/// **Lifetime.** The array lives in its scope until [#free()], be it of a slice only. Captured by a
/// task or serialized otherwise it travels as a handle, with its lock if that is one of your own.
///
/// **Errors.** `IndexOutOfBoundsException` for an element it has not.
/// [io.tandem.memory.MemoryException] from making, opening and reading a handle: a handle to a
/// freed array is `Stale`. After its scope was closed every access throws `IllegalStateException`.
///
/// **Source.** Python's `multiprocessing.Array`; differs in that access to an element takes no
/// lock, and that an index from the end or a slice by `:` is written out.
///
/// ```java
/// SharedArray row = IntArray.create(1_000).slice(0, 10);
/// System.out.println(row.length() + " of 1000: " + row);
/// ```
public abstract sealed class SharedArray extends SharedObject
    permits ByteArray, DoubleArray, FloatArray, IntArray, LongArray {
  private static final long serialVersionUID = 1;
  private static final long MOST_LENGTH = 1L << 56;
  private static final int MOST_IN_JAVA = Integer.MAX_VALUE - 8;
  private static final int MOST_SHOWN = 20;

  final transient MemorySegment elements;
  final transient long length;

  private final transient ElementType type;
  private final transient ArrayPart part;
  private transient @Nullable SharedLock lock;

  SharedArray(ElementType type, ArrayPart part) {
    super(part.block(), BYTES + part.start() * type.bytes, type.array);
    this.type = type;
    this.part = part;
    this.length = part.length();
    this.lock = part.givenLock();
    this.elements = part.block().segment().asSlice(offset(), length * type.bytes);
  }

  // ---- making and finding ----

  /// @param givenLock null for the lock beside the elements
  static ArrayPart allocate(
      SharedScope scope, ElementType type, long length, @Nullable SharedLock givenLock) {
    SharedBlock block = scope.allocate(type.array, bytesFor(type, length));
    initialize(block.segment(), type, length);
    return new ArrayPart(block, givenLock, 0, length);
  }

  static ArrayPart open(SharedScope scope, String name, ElementType type, long length) {
    SharedBlock block = openBlock(scope, name, type, length);
    long found = lengthOf(block, type);
    if (found != length) {
      throw new MemoryException.Incompatible(
          "Cannot open array '%s' of scope %s with %d elements: it is there with %d. "
                  .formatted(name, scope, length, found)
              + "Use the same length everywhere, or another name.");
    }
    return new ArrayPart(block, null, 0, length);
  }

  private static SharedBlock openBlock(
      SharedScope scope, String name, ElementType type, long length) {
    long bytes = bytesFor(type, length);
    try {
      return scope.openBlock(name, type.array, bytes, memory -> initialize(memory, type, length));
    } catch (MemoryException.Incompatible e) {
      return scope.attachBlock(name, type.array); // throws unless only the length is another
    }
  }

  private static void initialize(MemorySegment memory, ElementType type, long length) {
    memory.set(JAVA_LONG, LENGTH_AT, length);
    memory.set(JAVA_INT, TYPE_CODE_AT, type.code);
  }

  private static long bytesFor(ElementType type, long length) {
    if (length < 0 || length > MOST_LENGTH) {
      throw new IllegalArgumentException(
          "Cannot make an array of %d elements: use 0 to 2^56.".formatted(length));
    }
    return BYTES + Math.ceilDiv(length * type.bytes, Long.BYTES) * Long.BYTES;
  }

  private static long lengthOf(SharedBlock block, ElementType type) {
    long bytes = block.byteSize();
    long length = bytes < BYTES ? -1 : block.segment().get(JAVA_LONG, LENGTH_AT);
    if (length < 0 || length > MOST_LENGTH || bytesFor(type, length) != bytes) {
      throw new MemoryException.Incompatible(
          "Cannot use %s as an array: it says it has %d elements. It is damaged: make it again."
              .formatted(block, length));
    }
    return length;
  }

  // ---- what all have ----

  /// How many elements it has.
  public final long length() {
    return length;
  }

  /// Its elements in shared memory, without a copy, in native byte order. Keep the array reachable
  /// as long as it is used.
  public final MemorySegment segment() {
    return elements;
  }

  /// The lock that was given when the array was made, or else its own: allocated with it, the same
  /// for all processes and all slices, [OwnerDeath#IGNORE]. No method of the array takes it.
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

  final ArrayPart part(long from, long to) {
    Objects.checkFromToIndex(from, to, length);
    return new ArrayPart(block(), part.givenLock(), part.start() + from, to - from);
  }

  /// Before much of it is overwritten: its memory may be another object's.
  final void requireCurrent() {
    block().requireCurrent();
  }

  /// The end of what may take long: a scope that nobody can reach any more is unmapped, even while
  /// memory of it is being copied.
  final void keepMapped() {
    Reference.reachabilityFence(this);
  }

  final int javaLength() {
    if (length > MOST_IN_JAVA) {
      throw new IllegalStateException(
          "Cannot copy %d elements into one Java array: %d are the most. Copy a slice."
              .formatted(length, MOST_IN_JAVA));
    }
    return (int) length;
  }

  /// Equal if both are the same elements in shared memory, whatever they hold.
  @Override
  public final boolean equals(@Nullable Object other) {
    return super.equals(other) && other instanceof SharedArray array && length == array.length;
  }

  @Override
  public final int hashCode() {
    return super.hashCode();
  }

  /// The first 20 elements, and how many there are if there are more.
  @Override
  public final String toString() {
    return ArrayView.text(type.first(elements, length, MOST_SHOWN), length);
  }

  @Override
  protected final Serializable handle() {
    return new Handle(block(), part.givenLock(), part.start(), length);
  }

  /// What travels instead of an array.
  private record Handle(SharedBlock block, @Nullable SharedLock lock, Long start, Long length)
      implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      var part = new ArrayPart(block, lock, start, length);
      return switch (block.type().tag()) {
        case "byte[]" -> new ByteArray(part);
        case "double[]" -> new DoubleArray(part);
        case "float[]" -> new FloatArray(part);
        case "int[]" -> new IntArray(part);
        case "long[]" -> new LongArray(part);
        default -> throw new InvalidObjectException("Not the handle of an array: " + block);
      };
    }
  }
}
