package io.tandem.manager;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A [ManagedQueue] whose elements are tasks: one can wait until all that were put are done.
///
/// **Shape.** Each element that was put is unfinished until [#taskDone()] was called for it, by
/// whoever took it, or it was removed by [#clear()].
///
/// **Units.** As [ManagedQueue].
///
/// **Sharing.** As [ManagedQueue]. What was done before a task was done is seen after [#join()].
///
/// **Lifetime.** As [ManagedQueue]. A task whose process dies between `take` and `taskDone` stays
/// unfinished: where that matters, use leases of [io.tandem.queue.JoinableQueue].
///
/// **Errors.** As [ManagedQueue]; `IllegalStateException` if more tasks are done than were put.
///
/// **Source.** Python's `Manager().JoinableQueue()`.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedJoinableQueue<String> pages = manager.joinableQueue();
///   pages.put("index.html");
///   System.out.println(pages.take());
///   pages.taskDone();
///   pages.join();
/// }
/// ```
///
/// @param <E> of elements; not checked
public final class ManagedJoinableQueue<E> extends ManagedQueue<E> {
  private static final long serialVersionUID = 1;

  private final transient JoinableQueueService<E> tasks;

  ManagedJoinableQueue(JoinableQueueService<E> service) {
    super(service);
    this.tasks = service;
  }

  /// Says that the work on an element that was taken is done.
  ///
  /// @throws IllegalStateException if it was said for all that were put
  public void taskDone() {
    tasks.taskDone();
  }

  /// How many elements were put and are not done.
  public long unfinishedTasks() {
    return tasks.unfinishedTasks();
  }

  /// Waits until all elements that were put are done.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void join() throws InterruptedException {
    boolean _ = tasks.join(FOR_EVER);
  }

  /// Waits until all elements that were put are done, or the time is over.
  ///
  /// @return whether they are done
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean join(Duration timeout) throws InterruptedException {
    return tasks.join(TimeUnit.NANOSECONDS.convert(timeout));
  }

  @Override
  Object writeReplace() {
    return new Handle<>(tasks);
  }

  /// What travels instead of a queue.
  private record Handle<E>(JoinableQueueService<E> service) implements Serializable {
    private Object readResolve() {
      return new ManagedJoinableQueue<>(service);
    }
  }
}
