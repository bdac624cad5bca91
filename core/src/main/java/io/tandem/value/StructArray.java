package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An array of records in shared memory, laid out as C structs.
///
/// **Shape.** As [Structs]; the length is fixed when it is made and may be 0. All zeros at first.
/// In memory the structs begin 64 bytes behind the beginning of [#block()].
///
/// **Units.** Lengths and indices count records.
///
/// **Sharing.** As [Structs]: a record may be torn unless who writes and who reads it hold
/// [#getLock()], or a lock of their own. A process that dies while it writes a record leaves it
/// half written; a [StructValue] never is.
///
/// **Lifetime.** The array lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle.
///
/// **Errors.** As [Structs]; and [MemoryException.Incompatible], which names both shapes, for an
/// array that is there with another record or length: two records with the same component names and
/// types in the same order are the same here.
///
/// **Source.** `multiprocessing.Array(Structure, n)`, whose accesses each take the lock.
///
/// ```java
/// try (var scope = SharedScope.anonymous(1 << 20)) {
///   record Point(double x, double y) {}
///   var points = StructArray.create(scope, Point.class, 1_000);
///   points.set(7, new Point(1, 2));
///   System.out.println(points.stream().mapToDouble(Point::x).sum());
/// }
/// ```
///
/// @param <R> the record class
public final class StructArray<R extends Record> extends Structs<R> implements Serializable {
  static final ObjectType TYPE = new ObjectType("struct[]", 1);

  private static final long serialVersionUID = 1;

  private final transient SharedBlock block;
  private final transient @Nullable SharedLock givenLock;
  private final transient SharedLock lock;

  /// @param givenLock null for the lock beside the structs
  private StructArray(SharedBlock block, StructMapping<R> mapping, @Nullable SharedLock givenLock) {
    super(mapping, structsOf(block, mapping));
    this.block = block;
    this.givenLock = givenLock;
    this.lock =
        givenLock != null
            ? givenLock
            : SharedLock.in(block, StructArrayLayout.LOCK_AT, OwnerDeath.IGNORE);
  }

  private static MemorySegment structsOf(SharedBlock block, StructMapping<?> mapping) {
    ShapeText.require(block, StructArrayLayout.SHAPE_BYTES_AT, mapping);
    long length = block.segment().get(JAVA_LONG, StructArrayLayout.LENGTH_AT);
    if (length < 0 || length > most(mapping) || block.byteSize() != bytes(mapping, length)) {
      throw ShapeText.damaged(block);
    }
    return block.segment().asSlice(StructArrayLayout.BYTES, length * mapping.bytes());
  }

  // ---- making and finding arrays ----

  /// Makes an array in the scope of this process and all it starts.
  ///
  /// @param type a record class
  /// @param length 0 or more
  public static <R extends Record> StructArray<R> create(Class<R> type, long length) {
    return create(SharedScope.ofProcessTree(), type, length);
  }

  /// Makes an array without a name.
  ///
  /// @param type a record class
  /// @param length 0 or more
  public static <R extends Record> StructArray<R> create(
      SharedScope scope, Class<R> type, long length) {
    return make(scope, type, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @param type a record class
  /// @param length 0 or more
  public static <R extends Record> StructArray<R> create(
      SharedScope scope, Class<R> type, long length, SharedLock lock) {
    return make(scope, type, length, lock);
  }

  private static <R extends Record> StructArray<R> make(
      SharedScope scope, Class<R> type, long length, @Nullable SharedLock lock) {
    StructMapping<R> mapping = StructMapping.of(type);
    requirePossible(mapping, length);
    SharedBlock block = scope.allocate(TYPE, bytes(mapping, length));
    initialize(block.segment(), mapping, length);
    return new StructArray<>(block, mapping, lock);
  }

  /// Finds a named array or makes it.
  ///
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param type a record class, of the same shape for all who open it
  /// @param length 0 or more, the same for all who open it
  /// @throws MemoryException.Incompatible if it is there with another shape or length
  public static <R extends Record> StructArray<R> open(
      SharedScope scope, String name, Class<R> type, long length) {
    StructMapping<R> mapping = StructMapping.of(type);
    requirePossible(mapping, length);
    SharedBlock block =
        ShapeText.open(
            scope,
            name,
            TYPE,
            bytes(mapping, length),
            memory -> initialize(memory, mapping, length));
    var array = new StructArray<>(block, mapping, null);
    if (array.length() != length) {
      throw new MemoryException.Incompatible(
          "Cannot open array '%s' of scope %s with %d records: it is there with %d. "
                  .formatted(name, scope, length, array.length())
              + "Use the same length everywhere, or another name.");
    }
    return array;
  }

  private static void initialize(MemorySegment block, StructMapping<?> mapping, long length) {
    block.set(JAVA_LONG, StructArrayLayout.LENGTH_AT, length);
    block.set(JAVA_INT, StructArrayLayout.STRUCT_BYTES_AT, Math.toIntExact(mapping.bytes()));
    ShapeText.write(block, StructArrayLayout.SHAPE_BYTES_AT, ShapeText.of(mapping));
  }

  private static void requirePossible(StructMapping<?> mapping, long length) {
    if (length < 0 || length > most(mapping)) {
      throw new IllegalArgumentException(
          "Cannot make an array of %d records of %d bytes: use 0 to %d."
              .formatted(length, mapping.bytes(), most(mapping)));
    }
  }

  /// So that the bytes are far from an overflow.
  private static long most(StructMapping<?> mapping) {
    return (Long.MAX_VALUE >> 1) / mapping.bytes();
  }

  private static long bytes(StructMapping<?> mapping, long length) {
    return StructArrayLayout.shapeAt(length, mapping.bytes()) + ShapeText.of(mapping).length;
  }

  // ---- the object ----

  /// The lock that was given when the array was made, or else its own, [OwnerDeath#IGNORE]. No
  /// method of the array takes it: hold it where records must not be torn.
  public SharedLock getLock() {
    return lock;
  }

  /// The memory that it is in.
  public SharedBlock block() {
    return block;
  }

  @Override
  void requireCurrent() {
    block.requireCurrent();
  }

  /// Gives its memory back to the scope. No process may use it any more.
  ///
  /// @throws IllegalStateException if somebody who lives holds its own lock
  public void free() {
    block.freeUnlessUsed(() -> SharedLock.usedBy(block, StructArrayLayout.LOCK_AT));
  }

  /// Equal if both are the same array.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StructArray<?> array && block.equals(array.block);
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return "array of %s in scope %s".formatted(super.toString(), block.scope());
  }

  private Object writeReplace() {
    return new Handle(block, givenLock, mapping().type());
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A StructArray travels as its handle");
  }

  /// What travels instead of an array.
  private record Handle(SharedBlock block, @Nullable SharedLock lock, Class<? extends Record> type)
      implements Serializable {
    private Object readResolve() {
      return new StructArray<>(block, StructMapping.of(type), lock);
    }
  }
}
