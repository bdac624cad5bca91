package io.tandem.manager;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [ManagedList] asks its server. Each method is one atomic step.
interface ListService<E extends @Nullable Object> {
  // ---- one element ----

  @Quick
  int size();

  @Quick
  E get(int index);

  @Quick
  E getFirst();

  @Quick
  E getLast();

  @Quick
  E set(int index, E element);

  @Quick
  void add(E element);

  @Quick
  void insert(int index, E element);

  @Quick
  E remove(int index);

  @Quick
  E removeFirst();

  @Quick
  E removeLast();

  /// Replaces an element if it equals what is expected.
  boolean compareAndSet(int index, E expected, E next);

  /// Replaces an element by what a function makes of it.
  ///
  /// @return both
  Change<E> update(int index, ServerOperator<E> operator);

  // ---- many ----

  int indexOf(@Nullable Object element);

  int lastIndexOf(@Nullable Object element);

  boolean removeElement(@Nullable Object element);

  void addAll(List<E> elements);

  void insertAll(int index, List<E> elements);

  void removeRange(int from, int to);

  void clear();

  boolean removeIf(ServerPredicate<? super E> filter);

  void replaceAll(ServerOperator<E> operator);

  // ---- all of one moment ----

  Snapshot<E> snapshot();

  /// Replaces some elements of a list that is as a snapshot has seen it.
  ///
  /// @param seen the version of the snapshot
  /// @return the version after that, or [#CHANGED] if somebody else was first
  long splice(long seen, int from, int to, List<E> elements);

  /// Leaves those elements that were at some places, in their order, of a list that is as a
  /// snapshot has seen it.
  ///
  /// @param seen the version of the snapshot
  /// @return whether it was
  boolean select(long seen, int[] places);

  /// No version.
  long CHANGED = -1;

  /// All elements of one moment.
  ///
  /// @param version one more with each change
  record Snapshot<E extends @Nullable Object>(long version, List<E> elements) {}
}
