package io.tandem.pool;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Two iterators in step, as far as the shorter one goes.
record Pairs(
    Iterator<? extends @Nullable Object> first, Iterator<? extends @Nullable Object> second)
    implements Iterator<Object[]> {
  @Override
  public boolean hasNext() {
    return first.hasNext() && second.hasNext();
  }

  @Override
  public Object[] next() {
    return new @Nullable Object[] {first.next(), second.next()};
  }
}
