package io.tandem.manager;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [ManagedQueue], [ManagedDeque] or [ManagedJoinableQueue] asks its server. Each method is
/// one atomic step.
interface QueueService<E> {
  /// Where elements are put and taken.
  enum End {
    HEAD,
    TAIL
  }

  /// @return whether there was room
  @Quick
  boolean offer(End end, E element);

  /// @return whether there was room within the time
  boolean offer(End end, E element, long nanos) throws InterruptedException;

  @Quick
  @Nullable E poll(End end);

  /// @return null if there was nothing within the time
  @Nullable E poll(End end, long nanos) throws InterruptedException;

  @Quick
  @Nullable E peek(End end);

  @Quick
  int size();

  @Quick
  int remainingCapacity();

  boolean contains(Object element);

  /// Removes the first that equals an element.
  ///
  /// @param from where to begin
  boolean remove(End from, Object element);

  /// @return the first ones, which are taken
  List<E> drain(int most);

  void clear();

  /// @return all, from head to tail
  List<E> snapshot();
}
