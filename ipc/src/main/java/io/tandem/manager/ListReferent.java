package io.tandem.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The list of a [ManagedList], where it is.
class ListReferent<E extends @Nullable Object> implements ListService<E> {
  private final Elements kind;
  private List<E> list = new ArrayList<>(); // guarded by this, as the version
  private long version;

  ListReferent(Elements kind) {
    this.kind = kind;
  }

  // ---- one element ----

  @Override
  public synchronized int size() {
    return list.size();
  }

  @Override
  public synchronized E get(int index) {
    return list.get(place(index));
  }

  @Override
  public synchronized E getFirst() {
    requireSome();
    return list.getFirst();
  }

  @Override
  public synchronized E getLast() {
    requireSome();
    return list.getLast();
  }

  @Override
  public E set(int index, E element) {
    E kept = kind.keep(element);
    synchronized (this) {
      E before = list.set(place(index), kept);
      version++;
      return before;
    }
  }

  @Override
  public void add(E element) {
    E kept = kind.keep(element);
    synchronized (this) {
      list.add(kept);
      version++;
    }
  }

  @Override
  public void insert(int index, E element) {
    insertAll(index, Collections.singletonList(element));
  }

  @Override
  public synchronized E remove(int index) {
    E removed = list.remove(place(index));
    version++;
    return removed;
  }

  @Override
  public synchronized E removeFirst() {
    requireSome();
    return remove(0);
  }

  @Override
  public synchronized E removeLast() {
    requireSome();
    return remove(list.size() - 1);
  }

  @Override
  public boolean compareAndSet(int index, E expected, E next) {
    E kept = kind.keep(next);
    synchronized (this) {
      if (!Objects.equals(get(index), expected)) {
        return false;
      }
      set(index, kept);
      return true;
    }
  }

  @Override
  public Change<E> update(int index, ServerOperator<E> operator) {
    while (true) {
      E before = get(index);
      E after = kind.keep(operator.apply(before));
      synchronized (this) {
        if (index < list.size() && list.get(index) == before) {
          set(index, after);
          return new Change<>(before, after);
        }
      }
    }
  }

  private int place(int index) {
    if (index < 0 || index >= list.size()) {
      throw new IndexOutOfBoundsException(
          "There is no place %d in a managed list of %d elements.".formatted(index, list.size()));
    }
    return index;
  }

  private void requireSome() {
    if (list.isEmpty()) {
      throw new NoSuchElementException("The managed list is empty.");
    }
  }

  // ---- many ----

  @Override
  public synchronized int indexOf(@Nullable Object element) {
    return list.indexOf(element);
  }

  @Override
  public synchronized int lastIndexOf(@Nullable Object element) {
    return list.lastIndexOf(element);
  }

  @Override
  public synchronized boolean removeElement(@Nullable Object element) {
    boolean removed = list.remove(element);
    version += removed ? 1 : 0;
    return removed;
  }

  @Override
  public void addAll(List<E> elements) {
    List<E> kept = kept(elements);
    synchronized (this) {
      list.addAll(kept);
      version++;
    }
  }

  @Override
  public void insertAll(int index, List<E> elements) {
    List<E> kept = kept(elements);
    synchronized (this) {
      if (index < 0 || index > list.size()) {
        throw new IndexOutOfBoundsException(
            "Cannot insert at place %d of a managed list of %d elements: use 0 to %2$d."
                .formatted(index, list.size()));
      }
      list.addAll(index, kept);
      version++;
    }
  }

  @Override
  public synchronized void removeRange(int from, int to) {
    list.subList(from, to).clear();
    version++;
  }

  @Override
  public synchronized void clear() {
    list.clear();
    version++;
  }

  @Override
  public boolean removeIf(ServerPredicate<? super E> filter) {
    return ListSteps.removeIf(this, filter);
  }

  @Override
  public void replaceAll(ServerOperator<E> operator) {
    ListSteps.replaceAll(this, operator);
  }

  private List<E> kept(List<E> elements) {
    List<E> kept = new ArrayList<>(elements.size());
    elements.forEach(element -> kept.add(kind.keep(element)));
    return kept;
  }

  // ---- all of one moment ----

  @Override
  public synchronized Snapshot<E> snapshot() {
    return new Snapshot<>(version, Collections.unmodifiableList(new ArrayList<>(list)));
  }

  @Override
  public long splice(long seen, int from, int to, List<E> elements) {
    List<E> kept = kept(elements);
    synchronized (this) {
      if (version != seen) {
        return CHANGED;
      }
      List<E> replaced = list.subList(from, to);
      if (replaced.size() == kept.size()) {
        Collections.copy(replaced, kept);
      } else {
        replaced.clear();
        list.addAll(from, kept);
      }
      return ++version;
    }
  }

  @Override
  public synchronized boolean select(long seen, int[] places) {
    if (version != seen) {
      return false;
    }
    List<E> selected = new ArrayList<>(places.length);
    for (int place : places) {
      selected.add(list.get(place));
    }
    list = selected;
    version++;
    return true;
  }

  // ---- the object ----

  @Override
  public synchronized String toString() {
    return list.toString();
  }
}
