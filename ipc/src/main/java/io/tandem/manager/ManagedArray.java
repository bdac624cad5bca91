package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.ListIterator;
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
public final class ManagedArray<E extends @Nullable Object> extends ManagedSequence<E> {
  private static final long serialVersionUID = 1;

  private final transient ArrayService<E> service;

  ManagedArray(ArrayService<E> service) {
    super(service, "managed array");
    this.service = service;
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return new FixedCursor<>(new ListCursor<>(service, index));
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
