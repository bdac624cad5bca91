package io.tandem.manager;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Goes over what cannot be changed.
final class FrozenIterator<E extends @Nullable Object> implements Iterator<E> {
  private final Iterator<? extends E> elements;

  FrozenIterator(Iterator<? extends E> elements) {
    this.elements = elements;
  }

  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public E next() {
    return elements.next();
  }

  @Override
  public void remove() {
    throw FrozenList.lost();
  }
}
