package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A record in shared memory, laid out as a C struct, and replaced as a whole.
///
/// **Shape.** One record, see [Structs] for what it may have. In memory the struct lies at a fixed
/// place, 64 bytes behind the beginning of [#block()]; behind it there is a copy of the same size.
///
/// **Sharing.** Any thread of any process. [#get()] takes no lock and returns one record that
/// somebody has [#set(Record)], never parts of two; what its writer did before, the reader sees.
/// Writers take turns by [#getLock()], which you may hold around several calls to make them one.
/// [#getPlain()] and [#setPlain(Record)] go to the struct directly: a member of up to 8 bytes is
/// not torn, and nothing else is promised.
///
/// **Other languages.** C and Python find the struct at its place. To read it untorn they do as
/// [#get()] does: load the `int64_t` at byte 48 of the block; read the struct if it is even, the
/// copy if it is odd; load it once more, and begin again if it has changed. They must not write
/// while any process uses it, because the lock is for Java alone. `docs/c.md` has both in C.
///
/// **Lifetime.** The value lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. A process that dies while it writes, at any instruction,
/// leaves the old record or the new one; the copy is for that. One that is stopped while it writes
/// stops writers, but no reader.
///
/// **Errors.** As [Structs]; and [MemoryException.Incompatible], which names both shapes, for a
/// value that is there with another record. While it is overtaken by writers, [#get()] may run the
/// record's constructor on parts of two records; what that returns or throws is dropped.
///
/// **Source.** `multiprocessing.Value(Structure)`, whose members each take the lock, so that two of
/// them do not belong together; and whose lock is lost with its holder.
///
/// ```java
/// try (var scope = SharedScope.open("portfolio")) {
///   record Position(long quantity, double price) {}
///   var position = StructValue.open(scope, "position", new Position(0, 0));
///   position.updateAndGet(old -> new Position(old.quantity() + 10, 101.25));
///   System.out.println(position.get());
/// }
/// ```
///
/// @param <R> the record class
public final class StructValue<R extends Record> extends SharedObject {
  static final ObjectType TYPE = new ObjectType("struct", 1);

  private static final long serialVersionUID = 1;

  private final transient StructMapping<R> mapping;
  private final transient @Nullable SharedLock givenLock;
  private final transient SharedLock lock;
  private final transient TwoCopies<R> copies;
  private final transient MemorySegment struct;

  /// @param givenLock null for the lock beside the struct
  private StructValue(SharedBlock block, StructMapping<R> mapping, @Nullable SharedLock givenLock) {
    super(block);
    this.mapping = mapping;
    ShapeText.require(block, StructValueLayout.SHAPE_BYTES_AT, mapping);
    if (block.byteSize() != bytes(mapping)) {
      throw ShapeText.damaged(block);
    }
    this.givenLock = givenLock;
    this.lock =
        givenLock != null
            ? givenLock
            : SharedLock.in(block, StructValueLayout.LOCK_AT, OwnerDeath.IGNORE);
    var words = new SegmentWords(block.segment());
    this.copies =
        new TwoCopies<>(words, mapping.bytes(), mapping.access(), lock, block::requireCurrent);
    this.struct = block.segment().asSlice(StructValueLayout.BYTES, mapping.bytes());
  }

  // ---- making and finding values ----

  /// Makes a value in the scope of this process and all it starts.
  public static <R extends Record> StructValue<R> create(R initial) {
    return create(SharedScope.ofProcessTree(), initial);
  }

  /// Makes a value without a name.
  public static <R extends Record> StructValue<R> create(SharedScope scope, R initial) {
    return make(scope, initial, null);
  }

  /// Makes a value without a name that is guarded by a lock of your own, which may guard others.
  public static <R extends Record> StructValue<R> create(
      SharedScope scope, R initial, SharedLock lock) {
    return make(scope, initial, lock);
  }

  private static <R extends Record> StructValue<R> make(
      SharedScope scope, R initial, @Nullable SharedLock lock) {
    StructMapping<R> mapping = mappingOf(initial);
    SharedBlock block = scope.allocate(TYPE, bytes(mapping));
    initialize(block.segment(), mapping, initial);
    return new StructValue<>(block, mapping, lock);
  }

  /// Finds a named value or makes it.
  ///
  /// @param name of 1 to 128 letters, digits and `._-`
  /// @param initial if it is made; it is of the same shape for all who open it
  /// @throws MemoryException.Incompatible if it is there with another shape
  public static <R extends Record> StructValue<R> open(SharedScope scope, String name, R initial) {
    StructMapping<R> mapping = mappingOf(initial);
    return new StructValue<>(
        ShapeText.open(
            scope, name, TYPE, bytes(mapping), memory -> initialize(memory, mapping, initial)),
        mapping,
        null);
  }

  /// Also refuses the record before anything is made.
  @SuppressWarnings("unchecked")
  private static <R extends Record> StructMapping<R> mappingOf(R initial) {
    var mapping = (StructMapping<R>) StructMapping.of(initial.getClass());
    mapping.access().check(initial);
    return mapping;
  }

  private static <R extends Record> void initialize(
      MemorySegment block, StructMapping<R> mapping, R initial) {
    mapping.access().write(block, StructValueLayout.BYTES, initial);
    block.set(JAVA_INT, StructValueLayout.STRUCT_BYTES_AT, Math.toIntExact(mapping.bytes()));
    ShapeText.write(block, StructValueLayout.SHAPE_BYTES_AT, ShapeText.of(mapping));
  }

  private static long bytes(StructMapping<?> mapping) {
    return StructValueLayout.shapeAt(mapping.bytes()) + ShapeText.of(mapping).length;
  }

  // ---- whole records ----

  /// The record as the last writer left it.
  public R get() {
    return copies.read();
  }

  /// Replaces the record.
  public void set(R record) {
    copies.write(record);
  }

  /// Replaces the record by what becomes of it. Nobody writes meanwhile; if the change throws,
  /// nothing has changed.
  ///
  /// @param change that runs once, while this thread holds [#getLock()]
  /// @return the new record
  public R updateAndGet(UnaryOperator<R> change) {
    return copies.updateAndGet(change);
  }

  // ---- without order ----

  /// Reads the struct as it is just now, which may be parts of two records.
  public R getPlain() {
    return mapping.access().read(struct, 0);
  }

  /// Writes the struct where it is: for a thread that has the value to itself. Others may see parts
  /// of it, and a death leaves parts.
  public void setPlain(R record) {
    mapping.access().check(record);
    mapping.access().write(struct, 0, record);
  }

  // ---- the object ----

  /// The lock that writers hold: the one that was given when the value was made, or else its own,
  /// [OwnerDeath#IGNORE].
  public SharedLock getLock() {
    return lock;
  }

  @Override
  protected @Nullable String usedBy() {
    return SharedLock.usedBy(block(), StructValueLayout.LOCK_AT);
  }

  /// Where a component lies in the struct.
  ///
  /// @return the struct, with its padding; components are its named elements
  public StructLayout layout() {
    return mapping.layout();
  }

  /// The struct in C.
  ///
  /// @return such as `struct { int64_t quantity; double price; }`
  public String declaration() {
    return mapping.shape().toString();
  }

  /// The struct itself.
  public MemorySegment segment() {
    return struct;
  }

  @Override
  public String toString() {
    return "%s in scope %s".formatted(get(), block().scope());
  }

  @Override
  protected Serializable handle() {
    return new Handle(block(), givenLock, mapping.type());
  }

  /// What travels instead of a value.
  private record Handle(SharedBlock block, @Nullable SharedLock lock, Class<? extends Record> type)
      implements Serializable {
    private Object readResolve() {
      return new StructValue<>(block, StructMapping.of(type), lock);
    }
  }
}
