package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set that was a value within a managed object, as [FrozenList] is.
final class FrozenSet<E extends @Nullable Object> extends AbstractSet<E> implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient Set<E> elements;

  /// @param elements becomes this set's own
  FrozenSet(Set<E> elements) {
    this.elements = elements;
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return elements.contains(element);
  }

  @Override
  public Iterator<E> iterator() {
    return new FrozenIterator<>(elements.iterator());
  }

  @Override
  public boolean add(E element) {
    throw FrozenList.lost();
  }

  @Override
  public boolean remove(@Nullable Object element) {
    throw FrozenList.lost();
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    throw FrozenList.lost();
  }

  @Override
  public void clear() {
    throw FrozenList.lost();
  }

  private Object writeReplace() {
    return new Handle<>(Collections.unmodifiableSet(elements));
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A FrozenSet travels as its elements");
  }

  /// What travels instead of it.
  private record Handle<E extends @Nullable Object>(Set<E> elements) implements Serializable {
    private Object readResolve() {
      return new FrozenSet<>(elements);
    }
  }
}
