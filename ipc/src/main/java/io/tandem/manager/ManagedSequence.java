package io.tandem.manager;

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

/// What managed lists and arrays have in common: all that leaves their length alone.
abstract sealed class ManagedSequence<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Serializable, Managed permits ManagedArray, ManagedList {
  private static final long serialVersionUID = 1;

  private final transient ListService<E> service;
  private final transient String what;

  /// @param what it is, for people
  ManagedSequence(ListService<E> service, String what) {
    this.service = service;
    this.what = what;
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

  // ---- many ----

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

  // ---- all of one moment ----

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
  public abstract ListIterator<E> listIterator(int index);

  @Override
  public Spliterator<E> spliterator() {
    return now().spliterator();
  }

  @Override
  public int hashCode() {
    Keys.refuse(what);
    return now().hashCode();
  }
}
