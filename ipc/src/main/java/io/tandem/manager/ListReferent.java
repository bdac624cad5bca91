package io.tandem.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The list of a [ManagedList], where it is.
///
/// Elements are compared, and asked for their text, outside of the lock: they may be managed
/// objects that do the same with this one.
class ListReferent<E extends @Nullable Object> implements ListService<E>, HandsOut {
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

  /// To where it was, if the list has not become shorter.
  @Override
  @SuppressWarnings("unchecked") // what was there
  public synchronized void takeBack(
      ServiceMethod method, @Nullable Object @Nullable [] arguments, @Nullable Object returned) {
    switch (method.method().getName()) {
      case "remove" -> {
        int index = arguments == null ? 0 : (int) Objects.requireNonNull(arguments[0]);
        list.add(Math.min(index, list.size()), (E) returned);
      }
      case "removeFirst" -> list.addFirst((E) returned);
      case "removeLast" -> list.addLast((E) returned);
      default -> {
        return;
      }
    }
    version++;
  }

  @Override
  public boolean compareAndSet(int index, E expected, E next) {
    E kept = kind.keep(next);
    while (true) {
      E before = get(index);
      if (!Objects.equals(before, expected)) {
        return false;
      }
      if (replace(index, before, kept)) {
        return true;
      }
    }
  }

  @Override
  public Change<E> update(int index, ServerOperator<E> operator) {
    for (var tries = new Tries("list"); ; tries.again()) {
      E before = get(index);
      E after = kind.keep(operator.apply(kind.copy(before)));
      if (replace(index, before, after)) {
        return new Change<>(before, after);
      }
    }
  }

  /// Replaces an element if it is still the same object.
  private synchronized boolean replace(int index, E before, E after) {
    if (index >= list.size() || list.get(index) != before) {
      return false;
    }
    list.set(index, after);
    version++;
    return true;
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
  public int indexOf(@Nullable Object element) {
    return snapshot().elements().indexOf(element);
  }

  @Override
  public int lastIndexOf(@Nullable Object element) {
    return snapshot().elements().lastIndexOf(element);
  }

  @Override
  public boolean removeElement(@Nullable Object element) {
    while (true) {
      Snapshot<E> now = snapshot();
      int index = now.elements().indexOf(element);
      if (index < 0 || splice(now.version(), index, index + 1, List.of()) != CHANGED) {
        return index >= 0;
      }
    }
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
    return ListSteps.removeIf(this, element -> filter.test(kind.copy(element)));
  }

  @Override
  public void replaceAll(ServerOperator<E> operator) {
    ListSteps.replaceAll(this, element -> operator.apply(kind.copy(element)));
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
  public String toString() {
    return snapshot().elements().toString();
  }
}
