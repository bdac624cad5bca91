package io.tandem.manager;

import io.tandem.pool.Mapper;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A pool of processes on a server: several programs share its workers.
///
/// **Shape.** An [ExecutorService]. Its tasks have to be Serializable, as a lambda is where the
/// variable is a `ManagedExecutor`, and are rejected otherwise. They travel over the server to a
/// [io.tandem.pool.ProcessPool] there, and their results back.
///
/// **Units.** Times of 0 and less do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process.
///
/// **Lifetime.** Until [#shutdown()] by anybody, or as long as the server, or a reference: one in a
/// client that is alive, or in another managed object. Captured by a task, put on a queue or into a
/// managed object, it arrives as the same pool. A task goes on when its client dies, and nobody
/// gets its result. [#close()] shuts it down for all.
///
/// **Errors.** [RejectedExecutionException], also where this JVM waits for a hundred times as many
/// results as [ManagerBuilder#maxCalls] says; what a task throws is the cause of an
/// [java.util.concurrent.ExecutionException], as is [io.tandem.pool.WorkerDiedException] when its
/// worker died.
///
/// **Source.** Python's `Manager().Pool()`.
///
/// ```java
/// try (var manager = Manager.start();
///     ManagedExecutor pool = manager.pool(2)) {
///   System.out.println(pool.submit(() -> 6 * 7).get()); // 42
///   System.out.println(pool.map(List.of(1, 2, 3), x -> x * x)); // [1, 4, 9]
/// }
/// ```
public final class ManagedExecutor extends AbstractExecutorService
    implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient PoolService service;

  ManagedExecutor(PoolService service) {
    this.service = service;
  }

  // ---- tasks ----

  /// Sends a task.
  ///
  /// @throws RejectedExecutionException if the pool takes no more
  public <T extends @Nullable Object> Future<T> submit(ServerTask<T> task) {
    var future = new ServerFuture<>(task);
    future.submit(service);
    return future;
  }

  /// Applies a mapper to each item.
  ///
  /// @return the results, in the order of the items
  /// @throws CompletionException with what became of the first item that failed, once all are done
  /// @throws InterruptedException if the calling thread is interrupted; the rest is cancelled
  @SuppressWarnings("unchecked") // a mapper of these items
  public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Collection<? extends A> items, Mapper<? super A, ? extends R> mapper)
      throws InterruptedException {
    return (List<R>) service.map(new ArrayList<>(items), (Mapper<Object, Object>) mapper);
  }

  @Override
  public void execute(Runnable command) {
    if (command instanceof ServerFuture<?> future) {
      future.submit(service);
    } else {
      var _ = service.submit(task(command, null));
    }
  }

  @Override
  protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable task, T result) {
    return new ServerFuture<>(task(task, result));
  }

  @Override
  protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return new ServerFuture<>(task(task));
  }

  private static <T extends @Nullable Object> ServerTask<T> task(Callable<T> task) {
    requireSerializable(task);
    return task instanceof ServerTask<T> sent ? sent : task::call;
  }

  private static <T extends @Nullable Object> ServerTask<T> task(Runnable task, T result) {
    requireSerializable(task);
    return () -> {
      task.run();
      return result;
    };
  }

  private static void requireSerializable(Object task) {
    if (!(task instanceof Serializable)) {
      throw new RejectedExecutionException(
          "Cannot send a %s to a server: it is not Serializable. "
                  .formatted(task.getClass().getName())
              + "Use a ServerTask, as a lambda with a result is for a ManagedExecutor.");
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // not in this century
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("Cannot wait for any of no tasks: give one or more.");
    }
    var done = new LinkedBlockingQueue<ServerFuture<T>>();
    List<ServerFuture<T>> all = new ArrayList<>();
    tasks.forEach(task -> all.add(new ServerFuture<>(task(task), done::add)));
    try {
      all.forEach(future -> future.submit(service));
      return firstResult(done, all.size(), System.nanoTime(), unit.toNanos(timeout));
    } finally {
      all.forEach(future -> future.cancel(true));
    }
  }

  private static <T extends @Nullable Object> T firstResult(
      BlockingQueue<ServerFuture<T>> done, int count, long start, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    for (int i = 0; i < count; i++) {
      long left = nanos - (System.nanoTime() - start);
      ServerFuture<T> next = done.poll(left, TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new TimeoutException("None of %d tasks was done in time.".formatted(count));
      }
      try {
        return next.get();
      } catch (ExecutionException e) {
        last = e;
      }
    }
    throw Objects.requireNonNull(last); // as there is one task or more
  }

  // ---- the end ----

  @Override
  public void shutdown() {
    service.shutdown();
  }

  /// Takes no more tasks, and cancels those that it has.
  ///
  /// @return an empty list: the tasks of others are not told
  @Override
  public List<Runnable> shutdownNow() {
    int _ = service.shutdownNow();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return service.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return service.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return service.awaitTermination(unit.toNanos(timeout));
  }

  // ---- the object ----

  /// Whether the other is the same pool on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedExecutor that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  @Override
  public String toString() {
    return "managed " + service;
  }

  private Object writeReplace() {
    return new Handle(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedExecutor travels as its handle");
  }

  /// What travels instead of a pool.
  private record Handle(PoolService service) implements Serializable {
    private Object readResolve() {
      return new ManagedExecutor(service);
    }
  }
}
