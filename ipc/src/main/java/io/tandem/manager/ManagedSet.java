package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A set on a server, in the order in which elements were added first.
///
/// **Shape.** A [Set] of whatever may cross to another process, but for null. What is read is a
/// copy, see [Elements]. A managed object that is an element is the same object for all; managed
/// lists, arrays, maps and sets, which are equal by a content that changes, are refused.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Each method is one atomic step;
/// `removeIf`, `removeAll` and `retainAll` are two, and remove in one what they have found before.
/// Iterators and streams go over what was there when they were made, fetched in one call; so do
/// `equals`, `hashCode` and `toString`.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same set.
///
/// **Errors.** `IllegalArgumentException` for an element that is refused, see [Elements];
/// `NullPointerException` for null; nothing has changed then.
///
/// **Source.** `java.util.concurrent.ConcurrentHashMap.newKeySet`, and `Manager().set()` of Python
/// 3.14.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedSet<String> seen = manager.set("seen");
///   System.out.println(seen.add("index.html")); // true: nobody has seen it before
/// }
/// ```
///
/// @param <E> of elements; not checked
public final class ManagedSet<E> extends AbstractSet<E> implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient SetService<E> service;

  ManagedSet(SetService<E> service) {
    this.service = service;
  }

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return service.containsKey(Objects.requireNonNull(element));
  }

  @Override
  public boolean add(E element) {
    return service.putIfAbsent(Objects.requireNonNull(element), true) == null;
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return service.remove(Objects.requireNonNull(element)) != null;
  }

  // ---- many ----

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    List<E> all = new ArrayList<>(elements);
    all.forEach(Objects::requireNonNull);
    return service.putAllAbsent(all, true) > 0;
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return new HashSet<>(service.keys()).containsAll(elements);
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return MapView.keys(service).removeIf(filter);
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    return MapView.keys(service).removeAll(others);
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    return MapView.keys(service).retainAll(others);
  }

  @Override
  public void clear() {
    service.clear();
  }

  // ---- all of one moment ----

  @Override
  public Iterator<E> iterator() {
    return MapView.keys(service).iterator();
  }

  @Override
  public Object[] toArray() {
    return service.keys().toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return service.keys().toArray(array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    Object there = other instanceof ManagedSet<?> set ? new HashSet<>(set.service.keys()) : other;
    return other == this || there instanceof Set && new HashSet<>(service.keys()).equals(there);
  }

  @Override
  public int hashCode() {
    Keys.refuse("managed set");
    return new HashSet<>(service.keys()).hashCode();
  }

  // ---- the object ----

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedSet travels as its handle");
  }

  /// What travels instead of a set.
  private record Handle<E>(SetService<E> service) implements Serializable {
    private Object readResolve() {
      return new ManagedSet<>(service);
    }
  }
}
