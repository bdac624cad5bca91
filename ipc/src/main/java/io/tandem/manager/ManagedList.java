package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A list on a server.
///
/// **Shape.** A [List] of whatever may cross to another process; null, too. What is read is a copy.
/// [Elements#FROZEN], unless the list was made otherwise, lets nobody change one in vain. A managed
/// object that is an element is the same object for all.
///
/// **Units.** Indices from 0 to `size() - 1`.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Each method is one atomic step, those
/// for many elements too. `removeIf` and `replaceAll` with a function of this package run on the
/// server, in one call; a lambda is one where the variable is a `ManagedList`. With any other
/// function, and `sort`, they fetch the elements, and begin again if somebody has changed the list
/// before they have.
///
/// An iterator, and a stream, goes over the elements of the moment when it was made, fetched in one
/// call; so do `equals`, `hashCode` and `toString`. An iterator's `remove`, `set` and `add` throw
/// [ConcurrentModificationException] if anybody else has changed the list since. [#subList] and
/// [#reversed] are views of places, not of elements: do not use them while others insert or remove.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same list.
///
/// **Errors.** `IllegalArgumentException` for an element that is refused, see [Elements]; nothing
/// has changed then. `ConcurrentModificationException` when all of a thousand tries of a function
/// were overtaken, by others or by itself.
///
/// **Source.** `java.util.List`, and Python's `Manager().list()`, where a change of an element that
/// is a plain list is lost, `l[i] += 1` of two processes may count once, and iteration makes a call
/// for each element.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedList<Integer> scores = manager.list();
///   scores.addAll(List.of(10, 9, 8));
///   scores.updateAndGet(1, score -> score + 1); // on the server
///   scores.removeIf(score -> score < 9);
///   System.out.println(scores); // [10, 10]
/// }
/// ```
///
/// @param <E> of elements; not checked
public final class ManagedList<E extends @Nullable Object> extends ManagedSequence<E> {
  private static final long serialVersionUID = 1;

  private final transient ListService<E> service;

  ManagedList(ListService<E> service) {
    super(service, "managed list");
    this.service = service;
  }

  // ---- one element ----

  @Override
  public E getFirst() {
    return service.getFirst();
  }

  @Override
  public E getLast() {
    return service.getLast();
  }

  @Override
  public boolean add(E element) {
    service.add(element);
    return true;
  }

  @Override
  public void add(int index, E element) {
    service.insert(index, element);
  }

  @Override
  public E remove(int index) {
    return service.remove(index);
  }

  @Override
  public E removeFirst() {
    return service.removeFirst();
  }

  @Override
  public E removeLast() {
    return service.removeLast();
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return service.removeElement(element);
  }

  // ---- many ----

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    List<E> all = new ArrayList<>(elements);
    service.addAll(all);
    return !all.isEmpty();
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> elements) {
    List<E> all = new ArrayList<>(elements);
    service.insertAll(index, all);
    return !all.isEmpty();
  }

  @Override
  public void clear() {
    service.clear();
  }

  @Override
  protected void removeRange(int from, int to) {
    service.removeRange(from, to);
  }

  /// Removes the elements for which a function says so, on the server.
  ///
  /// @return whether there were any
  public boolean removeIf(ServerPredicate<? super E> filter) {
    return service.removeIf(Objects.requireNonNull(filter));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return ListSteps.removeIf(service, Objects.requireNonNull(filter));
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    Objects.requireNonNull(others);
    return ListSteps.removeIf(service, others::contains);
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    Objects.requireNonNull(others);
    return ListSteps.removeIf(service, element -> !others.contains(element));
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return new ListCursor<>(service, index);
  }

  // ---- the object ----

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedList travels as its handle");
  }

  /// What travels instead of a list.
  private record Handle<E extends @Nullable Object>(ListService<E> service)
      implements Serializable {
    private Object readResolve() {
      return new ManagedList<>(service);
    }
  }
}
