package io.tandem.manager;

/// What a [ManagedJoinableQueue] asks its server.
interface JoinableQueueService<E> extends QueueService<E> {
  /// @throws IllegalStateException if all that were put are done
  @Quick
  void taskDone();

  @Quick
  long unfinishedTasks();

  /// @return whether all are done within the time
  boolean join(long nanos) throws InterruptedException;
}
