package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An array on a server: a list of fixed length.
///
/// **Shape.** A [List] as of [java.util.Arrays#asList]: elements can be set, not added or removed;
/// all else as [ManagedList], as are sharing, lifetime and errors.
///
/// **Units.** Indices from 0 to `size() - 1`.
///
/// **Source.** `java.util.concurrent.atomic.AtomicReferenceArray`, and Python's
/// `Manager().Array()`. For numbers that many processes change, [io.tandem.value.IntArray] and its
/// likes are shared memory.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedArray<Integer> votes = manager.array("votes", List.of(0, 0, 0));
///   votes.updateAndGet(1, n -> n + 1); // on the server
///   System.out.println(votes); // [0, 1, 0]
/// }
/// ```
///
/// @param <E> of elements; not checked
public final class ManagedArray<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient ArrayService<E> service;

  ManagedArray(ArrayService<E> service) {
    this.service = service;
  }

  // ---- one element ----

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public E get(int index) {
    return service.get(index);
  }

  @Override
  public E set(int index, E element) {
    return service.set(index, element);
  }

  /// Replaces an element if it equals what is expected.
  ///
  /// @return whether it did
  public boolean compareAndSet(int index, E expected, E next) {
    return service.compareAndSet(index, expected, next);
  }

  /// Replaces an element by what a function makes of it, on the server.
  ///
  /// @return what it has made
  public E updateAndGet(int index, ServerOperator<E> operator) {
    return service.update(index, Objects.requireNonNull(operator)).after();
  }

  /// Replaces an element by what a function makes of it, on the server.
  ///
  /// @return what was there before
  public E getAndUpdate(int index, ServerOperator<E> operator) {
    return service.update(index, Objects.requireNonNull(operator)).before();
  }

  // ---- all ----

  /// Replaces each element by what a function makes of it, on the server.
  public void replaceAll(ServerOperator<E> operator) {
    service.replaceAll(Objects.requireNonNull(operator));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    ListSteps.replaceAll(service, Objects.requireNonNull(operator));
  }

  @Override
  public void sort(@Nullable Comparator<? super E> comparator) {
    ListSteps.sort(service, comparator);
  }

  private List<E> now() {
    return service.snapshot().elements();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return indexOf(element) >= 0;
  }

  @Override
  public int indexOf(@Nullable Object element) {
    return service.indexOf(element);
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return service.lastIndexOf(element);
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
    return new FixedCursor<>(new ListCursor<>(service, index));
  }

  @Override
  public Spliterator<E> spliterator() {
    return now().spliterator();
  }

  /// A cursor that neither adds nor removes.
  private record FixedCursor<E extends @Nullable Object>(ListCursor<E> cursor)
      implements ListIterator<E> {
    @Override
    public boolean hasNext() {
      return cursor.hasNext();
    }

    @Override
    public E next() {
      return cursor.next();
    }

    @Override
    public boolean hasPrevious() {
      return cursor.hasPrevious();
    }

    @Override
    public E previous() {
      return cursor.previous();
    }

    @Override
    public int nextIndex() {
      return cursor.nextIndex();
    }

    @Override
    public int previousIndex() {
      return cursor.previousIndex();
    }

    @Override
    public void set(E element) {
      cursor.set(element);
    }

    @Override
    public void remove() {
      throw fixed();
    }

    @Override
    public void add(E element) {
      throw fixed();
    }

    private static UnsupportedOperationException fixed() {
      return new UnsupportedOperationException(
          "Cannot change the length of a managed array: use a managed list.");
    }
  }

  // ---- the object ----

  @Override
  public int hashCode() {
    Keys.refuse("managed array");
    return now().hashCode();
  }

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedArray travels as its handle");
  }

  /// What travels instead of an array.
  private record Handle<E extends @Nullable Object>(ArrayService<E> service)
      implements Serializable {
    private Object readResolve() {
      return new ManagedArray<>(service);
    }
  }
}
