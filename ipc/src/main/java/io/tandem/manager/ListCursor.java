package io.tandem.manager;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Goes over what a list was at one moment; changes it only as long as it still is that.
final class ListCursor<E extends @Nullable Object> implements ListIterator<E> {
  private static final int NONE = -1;

  private final ListService<E> list;
  private final List<E> elements;
  private long seen;
  private int cursor;
  private int last = NONE;

  /// @throws IndexOutOfBoundsException if there is no such place to begin at
  ListCursor(ListService<E> list, int cursor) {
    ListService.Snapshot<E> snapshot = list.snapshot();
    if (cursor < 0 || cursor > snapshot.elements().size()) {
      throw new IndexOutOfBoundsException(
          "There is no place %d to iterate from in a managed list of %d elements."
              .formatted(cursor, snapshot.elements().size()));
    }
    this.list = list;
    this.elements = new ArrayList<>(snapshot.elements());
    this.seen = snapshot.version();
    this.cursor = cursor;
  }

  @Override
  public boolean hasNext() {
    return cursor < elements.size();
  }

  @Override
  public E next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There is no element behind the last one.");
    }
    last = cursor++;
    return elements.get(last);
  }

  @Override
  public boolean hasPrevious() {
    return cursor > 0;
  }

  @Override
  public E previous() {
    if (!hasPrevious()) {
      throw new NoSuchElementException("There is no element before the first one.");
    }
    last = --cursor;
    return elements.get(last);
  }

  @Override
  public int nextIndex() {
    return cursor;
  }

  @Override
  public int previousIndex() {
    return cursor - 1;
  }

  @Override
  public void remove() {
    requireLast();
    splice(last, last + 1, List.of());
    elements.remove(last);
    cursor = last < cursor ? cursor - 1 : cursor;
    last = NONE;
  }

  @Override
  public void set(E element) {
    requireLast();
    splice(last, last + 1, one(element));
    elements.set(last, element);
  }

  @Override
  public void add(E element) {
    splice(cursor, cursor, one(element));
    elements.add(cursor++, element);
    last = NONE;
  }

  private static <E extends @Nullable Object> List<E> one(E element) {
    List<E> one = new ArrayList<>(1);
    one.add(element);
    return one;
  }

  private void splice(int from, int to, List<E> replacement) {
    long version = list.splice(seen, from, to, replacement);
    if (version == ListService.CHANGED) {
      throw new ConcurrentModificationException(
          "The managed list was changed meanwhile, so that places are not what they were. "
              + "Use removeIf, replaceAll or updateAndGet.");
    }
    seen = version;
  }

  private void requireLast() {
    if (last == NONE) {
      throw new IllegalStateException(
          "There is no element to remove or set: call next() or previous() first, once for each.");
    }
  }
}
