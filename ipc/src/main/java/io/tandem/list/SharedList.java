package io.tandem.list;

import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.TypedCodec;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A list that grows, in memory that several processes share.
///
/// **Shape.** A [List] of whatever may cross to another process, as [DataCodec] lists it, if it is
/// of one class; null, too. What is read is a copy: changing it changes nothing until it is set.
/// Only shared objects are the same memory. An element takes 16 bytes, and, unless it is encoded in
/// 7 bytes or less, as a small number is, a text of up to 5 bytes or a record of a few small ones,
/// its encoded length and up to 11 bytes; the list keeps as much again free.
///
/// **Units.** Indices from 0 to `size() - 1`; `Integer.MAX_VALUE` elements at most.
///
/// **Sharing.** Any thread of any process. Each method is one atomic step, those for many elements
/// too: `addAll`, `removeIf`, `replaceAll`, `sort`, `clear`, `toArray`. Those that change the list
/// hold [#getLock()], what they call back included; those that read it do not, unless the list
/// changes again and again while they read: then they take it. Hold the lock for steps that take
/// several of them. What was done before an element was put in is seen by who gets it.
///
/// An iterator, and a stream, goes over the elements of the moment when it was made. Its `remove`,
/// `set` and `add` throw [ConcurrentModificationException] if anybody else has changed the list
/// since; they do so only then, and going on never does. [#subList] and [#reversed] are views of
/// places, not of elements, and their methods take several steps: do not use them while others
/// insert or remove, or hold the lock.
///
/// **Lifetime.** The list lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. Whoever dies while changing it has changed it wholly or not at
/// all, and stops nobody.
///
/// **Errors.** `ClassCastException` for an element of another class; [CodecException.Unencodable]
/// for one that cannot cross, naming the part of it; [MemoryException.NoSpace] when the scope
/// cannot grow; nothing has changed then. [MemoryException.Incompatible] for damaged memory and for
/// a list of another type. Reading an element whose bytes are damaged is a [CodecException], and
/// one that is a shared object which was freed, a [MemoryException]; `set` and `remove(int)` read
/// it as well, and `subList(i, i + 1).clear()` removes it unread.
///
/// **Source.** `java.util.List`, and Python's `multiprocessing.Manager().list()`, which needs a
/// server process, and whose methods are atomic but iterate by places.
///
/// ```java
/// try (var scope = SharedScope.open("shop")) {
///   record Order(long id, String customer) {}
///   var orders = SharedList.open(scope, "orders", Order.class);
///   orders.add(new Order(1, "Ada"));
///   orders.addAll(List.of(new Order(2, "Grace"), new Order(3, "Barbara")));
///   orders.removeIf(order -> order.id() == 2);
///   System.out.println(orders);
/// }
/// ```
public final class SharedList<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Serializable {
  static final ObjectType TYPE = new ObjectType("list", 2);

  private static final long serialVersionUID = 1;

  private final transient SharedBlock block;
  private final transient TypedCodec<E> codec;
  private final transient SharedLock lock;
  private final transient ListMemory memory;

  private SharedList(SharedBlock block, TypedCodec<E> codec) {
    this.block = block;
    this.codec = codec;
    this.lock = SharedLock.in(block, SharedListLayout.LOCK_AT, OwnerDeath.IGNORE);
    this.memory =
        new ListMemory(new SegmentWords(block.segment()), new ScopeBodies(block.scope()), lock);
  }

  // ---- making and finding lists ----

  /// Makes a list in the scope of this process and all it starts.
  ///
  /// @param type of the elements: any class or interface; `Object` for whatever may cross
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  public static <E extends @Nullable Object> SharedList<E> create(Class<E> type) {
    return create(SharedScope.ofProcessTree(), type);
  }

  /// Makes a list without a name.
  ///
  /// @param type of the elements, as in [#create(Class)]
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  public static <E extends @Nullable Object> SharedList<E> create(
      SharedScope scope, Class<E> type) {
    var codec = TypedCodec.of(type);
    SharedBlock block = scope.allocate(TYPE, SharedListLayout.BYTES);
    Shape.of(codec).write(block.segment());
    return new SharedList<>(block, codec);
  }

  /// Finds a named list or makes it.
  ///
  /// @param type of the elements, as in [#create(Class)]
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  /// @throws MemoryException.Incompatible if it is there with elements of another type, or of one
  ///   with other components
  public static <E extends @Nullable Object> SharedList<E> open(
      SharedScope scope, String name, Class<E> type) {
    return open(scope, name, TypedCodec.of(type));
  }

  /// As [#open(SharedScope,String,Class)], where processes that are not trusted put elements in,
  /// too: of what is read, only the records and enums are made that the type declares to consist
  /// of, and what the codec allows; all else is a [CodecException.Refused]. The same holds where
  /// the list's handle arrives.
  ///
  /// @param type of the elements, as in [#create(Class)]
  /// @param codec as of [DataCodec#allowing]
  /// @throws CodecException.Unencodable if it is a record of a module that is closed
  /// @throws MemoryException.Incompatible if it is there with elements of another type, or of one
  ///   with other components
  public static <E extends @Nullable Object> SharedList<E> open(
      SharedScope scope, String name, Class<E> type, DataCodec codec) {
    return open(scope, name, TypedCodec.of(type, codec));
  }

  private static <E extends @Nullable Object> SharedList<E> open(
      SharedScope scope, String name, TypedCodec<E> codec) {
    SharedBlock block = scope.openBlock(name, TYPE, SharedListLayout.BYTES, Shape.of(codec)::write);
    return found(block, codec, "list '%s' of scope %s".formatted(name, scope));
  }

  private static <E extends @Nullable Object> SharedList<E> found(
      SharedBlock block, TypedCodec<E> codec, Object what) {
    Shape wanted = Shape.of(codec);
    Shape there = Shape.read(block.segment());
    if (there.hash() != wanted.hash()) {
      throw new MemoryException.Incompatible(
          "Cannot use %s for elements %s: it is there for %s. "
                  .formatted(what, wanted.text(), there.text())
              + "Use the same version of the same type everywhere, or another list.");
    }
    return new SharedList<>(block, codec);
  }

  // ---- one element ----

  @Override
  public int size() {
    return memory.size();
  }

  @Override
  public E get(int index) {
    byte[] element = memory.get(index);
    if (element == null) {
      throw outOfBounds(index);
    }
    return codec.decode(element);
  }

  @Override
  public E set(int index, E element) {
    byte[] bytes = codec.encode(element);
    return locked(
        () -> {
          E before = get(index);
          memory.set(index, bytes);
          return before;
        });
  }

  @Override
  public boolean add(E element) {
    return insertAtEnd(List.of(codec.encode(element)));
  }

  @Override
  public void add(int index, E element) {
    insert(index, List.of(codec.encode(element)));
  }

  @Override
  public E remove(int index) {
    return locked(
        () -> {
          E before = get(index);
          memory.splice(index, index + 1, List.of());
          return before;
        });
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return locked(
        () -> {
          int index = indexOf(element);
          if (index >= 0) {
            memory.splice(index, index + 1, List.of());
          }
          return index >= 0;
        });
  }

  @Override
  public E getLast() {
    byte[] element = memory.last();
    if (element == null) {
      throw empty();
    }
    return codec.decode(element);
  }

  @Override
  public E getFirst() {
    byte[] element = memory.get(0);
    if (element == null) {
      throw empty();
    }
    return codec.decode(element);
  }

  @Override
  public E removeFirst() {
    return locked(
        () -> {
          E first = getFirst();
          memory.splice(0, 1, List.of());
          return first;
        });
  }

  @Override
  public E removeLast() {
    return locked(
        () -> {
          E last = getLast();
          memory.splice(size() - 1, size(), List.of());
          return last;
        });
  }

  // ---- many ----

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return insertAtEnd(encoded(elements));
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> elements) {
    return insert(index, encoded(elements));
  }

  @Override
  public void clear() {
    locked(
        () -> {
          memory.splice(0, size(), List.of());
          return true;
        });
  }

  @Override
  protected void removeRange(int from, int to) {
    locked(
        () -> {
          Objects.checkFromToIndex(from, to, size());
          memory.splice(from, to, List.of());
          return true;
        });
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter);
    return change(
        elements ->
            select(
                IntStream.range(0, elements.size())
                    .filter(i -> !filter.test(elements.get(i)))
                    .toArray()));
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    Objects.requireNonNull(others);
    return removeIf(others::contains);
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    Objects.requireNonNull(others);
    return removeIf(element -> !others.contains(element));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    Objects.requireNonNull(operator);
    change(
        elements -> {
          List<byte[]> replaced = new ArrayList<>();
          for (E element : elements) {
            replaced.add(codec.encode(operator.apply(element)));
          }
          return () -> memory.splice(0, elements.size(), replaced);
        });
  }

  @Override
  public void sort(@Nullable Comparator<? super E> comparator) {
    change(elements -> select(Order.of(elements, comparator)));
  }

  private Runnable select(int[] order) {
    return () -> memory.select(order);
  }

  /// What changes a list, once those called back have said how.
  private interface Change<E extends @Nullable Object> {
    Runnable prepare(List<E> elements);
  }

  /// @return whether the size has changed
  private boolean change(Change<E> change) {
    return locked(
        () -> {
          ListMemory.Snapshot before = memory.snapshot();
          Runnable prepared = change.prepare(decoded(before));
          requireUnchangedSince(before.state());
          int size = before.elements().size();
          if (size > 0) {
            prepared.run();
          }
          return size != size();
        });
  }

  private List<byte[]> encoded(Collection<? extends E> elements) {
    List<byte[]> all = new ArrayList<>();
    for (E element : elements) {
      all.add(codec.encode(element));
    }
    return all;
  }

  private boolean insertAtEnd(List<byte[]> elements) {
    return locked(() -> spliceIn(size(), elements));
  }

  private boolean insert(int index, List<byte[]> elements) {
    return locked(
        () -> {
          if (index < 0 || index > size()) {
            throw outOfBounds(index);
          }
          return spliceIn(index, elements);
        });
  }

  private boolean spliceIn(int index, List<byte[]> elements) {
    if (!elements.isEmpty()) {
      memory.splice(index, index, elements);
    }
    return !elements.isEmpty();
  }

  private <T extends @Nullable Object> T locked(Supplier<T> step) {
    block.requireCurrent();
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private IndexOutOfBoundsException outOfBounds(int index) {
    return new IndexOutOfBoundsException(
        "There is no place %d in a shared list of %d elements.".formatted(index, size()));
  }

  private static NoSuchElementException empty() {
    return new NoSuchElementException("The shared list is empty.");
  }

  // ---- all of one moment ----

  private List<E> decoded(ListMemory.Snapshot snapshot) {
    List<E> elements = new ArrayList<>(snapshot.elements().size());
    for (byte[] element : snapshot.elements()) {
      elements.add(codec.decode(element));
    }
    return elements;
  }

  private List<E> now() {
    return decoded(memory.snapshot());
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return now().indexOf(element);
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return now().lastIndexOf(element);
  }

  @Override
  public @Nullable Object[] toArray() {
    return now().toArray();
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] array) {
    return now().toArray(array);
  }

  @Override
  public Iterator<E> iterator() {
    return listIterator();
  }

  @Override
  public ListIterator<E> listIterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    ListMemory.Snapshot snapshot = memory.snapshot();
    if (index < 0 || index > snapshot.elements().size()) {
      throw new IndexOutOfBoundsException(
          "There is no place %d to iterate from in a shared list of %d elements."
              .formatted(index, snapshot.elements().size()));
    }
    return new SnapshotIterator<>(this, snapshot, index);
  }

  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(toArray(), Spliterator.ORDERED);
  }

  TypedCodec<E> codec() {
    return codec;
  }

  /// Replaces some elements of a list that is as an iterator has seen it.
  ///
  /// @return the state after that
  long splice(long seen, int from, int to, List<byte[]> elements) {
    return locked(
        () -> {
          requireUnchangedSince(seen);
          memory.splice(from, to, elements);
          return memory.state();
        });
  }

  /// As [#splice], for one element.
  long replace(long seen, int index, byte[] element) {
    return locked(
        () -> {
          requireUnchangedSince(seen);
          memory.set(index, element);
          return memory.state();
        });
  }

  private void requireUnchangedSince(long seen) {
    if (memory.state() != seen) {
      throw new ConcurrentModificationException(
          "The shared list was changed meanwhile, so that places are not what they were. "
              + "Use removeIf or replaceAll, or hold getLock() while iterating.");
    }
  }

  // ---- the object ----

  /// The lock that changes take: the same for all processes, [OwnerDeath#IGNORE], because there is
  /// nothing to repair.
  public SharedLock getLock() {
    return lock;
  }

  /// The memory that it begins in. Its elements are in other blocks of the scope.
  public SharedBlock block() {
    return block;
  }

  /// Gives all its memory back to the scope, once nobody else holds its lock. No process may use it
  /// any more.
  ///
  /// @throws IllegalStateException if this thread holds the lock
  public void free() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "Cannot free a list while this thread holds %s. Unlock it before.".formatted(lock));
    }
    locked(
        () -> {
          memory.free();
          return true;
        });
    block.free();
  }

  private Object writeReplace() {
    return new Handle<>(block, codec.type(), codec.codec().isCareful() ? codec.codec() : null);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A SharedList travels as its handle");
  }

  /// What travels instead of a list.
  ///
  /// @param codec null for the one that trusts
  private record Handle<E extends @Nullable Object>(
      SharedBlock block, Class<E> type, @Nullable DataCodec codec) implements Serializable {
    private Object readResolve() {
      var typed = codec == null ? TypedCodec.of(type) : TypedCodec.of(type, codec);
      return found(block, typed, block);
    }
  }
}
