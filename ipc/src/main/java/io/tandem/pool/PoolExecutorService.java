package io.tandem.pool;

import io.tandem.process.Action;
import io.tandem.process.Task;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pool by the contract of an executor service.
final class PoolExecutorService implements ExecutorService {
  private final ProcessPool pool;

  PoolExecutorService(ProcessPool pool) {
    this.pool = pool;
  }

  // ---- tasks ----

  /// Nobody has a future that would say what it has thrown: as with the JDK's executors, the
  /// handler for uncaught exceptions hears of it, here.
  @Override
  public void execute(Runnable command) {
    var _ =
        pool.submit(action(command))
            .whenComplete(
                (_, thrown) -> {
                  if (thrown != null && !(thrown instanceof CancellationException)) {
                    Thread self = Thread.currentThread();
                    self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
                  }
                });
  }

  @Override
  public Future<?> submit(Runnable task) {
    return pool.submit(action(task));
  }

  @Override
  public <T> Future<T> submit(Runnable task, T result) {
    return new GivenResult<>(pool.submit(action(task)), result);
  }

  @Override
  public <T> Future<T> submit(Callable<T> task) {
    return pool.submit(task(task));
  }

  private static Action action(Runnable command) {
    requireSerializable(command);
    return command instanceof Action action ? action : command::run;
  }

  private static <T> Task<T> task(Callable<T> task) {
    requireSerializable(task);
    return task::call;
  }

  private static void requireSerializable(Object task) {
    Objects.requireNonNull(task, "Cannot submit null: give a task");
    if (!(task instanceof Serializable)) {
      throw new RejectedExecutionException(
          "Cannot send a %s to a worker: it is not Serializable. "
                  .formatted(task.getClass().getName())
              + "Cast a lambda to (Callable<T> & Serializable), or use ProcessPool.submit.");
    }
  }

  private static <T> List<Task<T>> tasks(Collection<? extends Callable<T>> tasks) {
    return tasks.stream().map(PoolExecutorService::<T>task).toList();
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return List.copyOf(Several.all(pool, tasks(tasks), Long.MAX_VALUE));
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return List.copyOf(Several.all(pool, tasks(tasks), unit.toNanos(timeout)));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return pool.invokeAny(tasks(tasks));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Several.any(pool, tasks(tasks), unit.toNanos(timeout));
  }

  // ---- the end ----

  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.copyOf(pool.stopNow());
  }

  @Override
  public boolean isShutdown() {
    return pool.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return pool.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return pool.awaitTermination(Duration.ofNanos(unit.toNanos(timeout)));
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String toString() {
    return pool + " as an executor service";
  }
}
