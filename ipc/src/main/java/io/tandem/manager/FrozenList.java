package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A list that was a value within a managed object: a copy, so that a change would be lost.
final class FrozenList<E extends @Nullable Object> extends AbstractList<E>
    implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1;

  private final transient List<E> elements;

  /// @param elements becomes this list's own
  FrozenList(List<E> elements) {
    this.elements = elements;
  }

  /// What every method throws that would change a value.
  static UnsupportedOperationException lost() {
    return new UnsupportedOperationException(
        "Cannot change this: it is a copy of what a managed object holds, so nobody would see it. "
            + "Put a changed copy back, by updateAndGet or compute in one step; or keep a managed "
            + "object in the other, as with list.add(manager.list()).");
  }

  @Override
  public E get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public E set(int index, E element) {
    throw lost();
  }

  @Override
  public void add(int index, E element) {
    throw lost();
  }

  @Override
  public E remove(int index) {
    throw lost();
  }

  @Override
  public void clear() {
    throw lost();
  }

  private Object writeReplace() {
    return new Handle<>(Collections.unmodifiableList(elements));
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A FrozenList travels as its elements");
  }

  /// What travels instead of it.
  private record Handle<E extends @Nullable Object>(List<E> elements) implements Serializable {
    private Object readResolve() {
      return new FrozenList<>(elements);
    }
  }
}
