package io.tandem.list;

import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Goes over what a list was at one moment; changes it only as long as it still is that.
final class SnapshotIterator<E extends @Nullable Object> implements ListIterator<E> {
  private static final int NONE = -1;

  private final SharedList<E> list;
  private final List<byte[]> elements;
  private long seen;
  private int cursor;
  private int last = NONE;

  /// @param snapshot becomes this iterator's own
  SnapshotIterator(SharedList<E> list, ListMemory.Snapshot snapshot, int cursor) {
    this.list = list;
    this.elements = snapshot.elements();
    this.seen = snapshot.state();
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
    return list.codec().decode(elements.get(last));
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
    return list.codec().decode(elements.get(last));
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
    seen = list.splice(seen, last, last + 1, List.of());
    elements.remove(last);
    cursor = last < cursor ? cursor - 1 : cursor;
    last = NONE;
  }

  @Override
  public void set(E element) {
    requireLast();
    byte[] bytes = list.codec().encode(element);
    seen = list.replace(seen, last, bytes);
    elements.set(last, bytes);
  }

  @Override
  public void add(E element) {
    byte[] bytes = list.codec().encode(element);
    seen = list.splice(seen, cursor, cursor, List.of(bytes));
    elements.add(cursor++, bytes);
    last = NONE;
  }

  private void requireLast() {
    if (last == NONE) {
      throw new IllegalStateException(
          "There is no element to remove or set: call next() or previous() first, once for each.");
    }
  }
}
