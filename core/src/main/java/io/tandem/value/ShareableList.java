package io.tandem.value;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A list of fixed length that Python shares: its `ShareableList`, byte for byte.
///
/// **Shape.** A `Long`, `Double`, `Boolean`, `String`, `byte[]` or null at each place; an `Integer`
/// becomes a `Long`. A place keeps its room: 8 bytes, or for a text or bytes up to 8 more than it
/// was made with. Any value that fits may be set, of any type. A `byte[]` is copied in and out.
///
/// **Units.** Indices from 0 to `size() - 1`. Python counts negative ones from the end, does not
/// check those below `-len(list)`, and so overwrites what is not an item; here each is refused.
///
/// **Sharing.** Any thread of any process, Python's too. Setting a number where a number of that
/// type is, or a boolean where a boolean is, is atomic. Any other change is not: who reads
/// meanwhile may see null, or some of the old bytes with some of the new, and who dies meanwhile
/// leaves null. Several writers of one place, and readers that must not see that, need a lock of
/// their own, such as a [io.tandem.sync.SharedLock]. Python has neither: every change takes it
/// three steps, of which any may be the last.
///
/// **Lifetime.** [#close()] unmaps this view; the memory lives until [SharedMemory#unlink()] of
/// [#shm()]. A Python before 3.13 that only attached unlinks it when it ends, unless it does what
/// docs/python.md says: views that are open stay, but nobody can attach any more. Serialized, a
/// list travels as its name.
///
/// **Errors.** `ClassCastException` for a value of another type, `IllegalArgumentException` for one
/// that does not fit: nothing has changed then. [MemoryException.Incompatible] for memory that is
/// not such a list, or damaged, and for the list of a Python 3.8. `IllegalStateException` after
/// close.
///
/// **Source.** Python's `multiprocessing.shared_memory.ShareableList`, 3.9 to 3.13. It loses zeros
/// at the end of texts and bytes, here they are kept: such a value is stored with its length, which
/// Python reads, without the zeros as ever; but Python cuts what it then sets there to that length.
/// It counts a character as a byte when it makes room, so that texts are cut; here they have room.
/// A set that fails there leaves another format. Where all that shall be the same, `strict...`
/// makes and attaches lists whose every byte and value is Python's; indices are Java's.
///
/// ```java
/// try (var list = ShareableList.of(1, 2.5, true, "howdy", null)) {
///   list.set(0, 42);
///   System.out.println(list + " for Python: ShareableList(name='" + list.shm().name() + "')");
///   list.shm().unlink();
/// }
/// ```
public final class ShareableList extends AbstractList<@Nullable Object>
    implements RandomAccess, AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;

  private final transient SharedMemory shm;
  private final transient ShareableMemory memory;
  private final transient boolean strict;

  private ShareableList(SharedMemory shm, boolean strict) {
    this.shm = shm;
    this.strict = strict;
    this.memory = ShareableMemory.attach(shm.segment(), shm.toString(), strict);
  }

  // ---- making and finding lists ----

  /// Makes a list with a new name.
  public static ShareableList of(@Nullable Object... values) {
    return make(null, values, false);
  }

  /// Makes a list.
  ///
  /// @throws MemoryException.Exists if there is memory of that name
  public static ShareableList create(String name, @Nullable Object... values) {
    return make(name, values, false);
  }

  /// Finds a list, whoever made it.
  ///
  /// @throws MemoryException.Missing if there is no memory of that name
  /// @throws MemoryException.Incompatible if it is not such a list
  public static ShareableList attach(String name) {
    return attach(name, false);
  }

  /// Makes a list as Python does, its errors included, with a new name.
  public static ShareableList strictOf(@Nullable Object... values) {
    return make(null, values, true);
  }

  /// Makes a list as Python does, its errors included.
  ///
  /// @throws MemoryException.Exists if there is memory of that name
  public static ShareableList strictCreate(String name, @Nullable Object... values) {
    return make(name, values, true);
  }

  /// Finds a list, to be read and written as Python does.
  ///
  /// @throws MemoryException.Missing if there is no memory of that name
  /// @throws MemoryException.Incompatible if it is not such a list
  public static ShareableList strictAttach(String name) {
    return attach(name, true);
  }

  private static ShareableList make(
      @Nullable String name, @Nullable Object[] values, boolean strict) {
    List<Item> items = Arrays.stream(values).map(Item::of).toList();
    long bytes = ShareableMemory.bytesFor(items, strict);
    SharedMemory shm =
        name == null
            ? SharedMemory.create(bytes, m -> ShareableMemory.initialize(m, items, strict))
            : SharedMemory.create(name, bytes, m -> ShareableMemory.initialize(m, items, strict));
    return new ShareableList(shm, strict);
  }

  private static ShareableList attach(String name, boolean strict) {
    SharedMemory shm = SharedMemory.attach(name);
    try {
      return new ShareableList(shm, strict);
    } catch (MemoryException e) {
      shm.close();
      throw e;
    }
  }

  // ---- its items ----

  /// @throws MemoryException.Incompatible if the item is damaged, or a text that is not UTF-8
  @Override
  public @Nullable Object get(int index) {
    return memory.get(Objects.checkIndex(index, memory.length()));
  }

  /// @return what was there, or null if that could not be read
  /// @throws ClassCastException if the value is of a type that these lists do not have
  /// @throws IllegalArgumentException if it does not fit there
  @Override
  public @Nullable Object set(int index, @Nullable Object value) {
    Object before = getIfReadable(index);
    memory.set(index, Item.of(value));
    return before;
  }

  /// Refused: the length is fixed when the list is made.
  @Override
  public void add(int index, @Nullable Object value) {
    throw fixed("add to");
  }

  /// Refused: the length is fixed when the list is made.
  @Override
  public @Nullable Object remove(int index) {
    throw fixed("remove from");
  }

  private UnsupportedOperationException fixed(String what) {
    return new UnsupportedOperationException(
        "Cannot %s the ShareableList in %s: it has %d items for ever. ".formatted(what, shm, size())
            + "Use set(), make another one of other items, or use io.tandem.list.SharedList.");
  }

  private @Nullable Object getIfReadable(int index) {
    try {
      return get(index);
    } catch (MemoryException.Incompatible damaged) {
      return null; // setting it repairs it
    }
  }

  @Override
  public int size() {
    return memory.length();
  }

  /// Where a value is first, as Python's `==` compares: `1`, `1.0` and `true` are equal, and bytes
  /// are by their content. [#indexOf] compares as `Object.equals` does.
  ///
  /// @throws NoSuchElementException if it is nowhere
  public int index(@Nullable Object value) {
    for (int i = 0; i < size(); i++) {
      if (PythonEquality.equal(value, get(i))) {
        return i;
      }
    }
    throw new NoSuchElementException(
        "'%s' is not in the list of %d items in %s.".formatted(value, size(), shm));
  }

  /// How often a value is in the list, compared as by [#index].
  public int count(@Nullable Object value) {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      count += PythonEquality.equal(value, get(i)) ? 1 : 0;
    }
    return count;
  }

  /// The formats of all items, as Python's `struct` knows them, such as `qd8s`.
  public String format() {
    return memory.format();
  }

  // ---- the object ----

  /// The memory that it is in, which has its name.
  public SharedMemory shm() {
    return shm;
  }

  /// Unmaps this view. Again is harmless.
  @Override
  public void close() {
    shm.close();
  }

  private Object writeReplace() {
    return new Handle(shm.name(), strict);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ShareableList travels as its name");
  }

  /// What travels instead of a list.
  private record Handle(String name, boolean strict) implements Serializable {
    private Object readResolve() {
      return attach(name, strict);
    }
  }
}
