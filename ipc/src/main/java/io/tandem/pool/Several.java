package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tandem.process.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Several tasks that somebody waits for.
final class Several {
  private Several() {}

  /// All of them, done: those that are not, after some time, are cancelled.
  static <T extends @Nullable Object> List<CompletableFuture<T>> all(
      ProcessPool pool, Collection<? extends Task<T>> tasks, long nanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    List<CompletableFuture<T>> futures = new ArrayList<>();
    try {
      for (Task<T> task : tasks) {
        futures.add(pool.submit(task));
      }
      for (CompletableFuture<T> future : futures) {
        awaitDone(future, deadline);
      }
      return futures;
    } catch (TimeoutException _) {
      return futures;
    } finally {
      futures.forEach(future -> future.cancel(true)); // no matter if it is done
    }
  }

  private static void awaitDone(CompletableFuture<?> future, long deadline)
      throws InterruptedException, TimeoutException {
    try {
      future.get(Math.max(0, deadline - System.nanoTime()), NANOSECONDS);
    } catch (ExecutionException | CancellationException _) {
      // It is done, and says so itself.
    }
  }

  /// The result of the first that returns.
  static <T extends @Nullable Object> T any(
      ProcessPool pool, Collection<? extends Task<T>> tasks, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("Cannot wait for any of no tasks. Give one or more.");
    }
    long deadline = System.nanoTime() + nanos;
    BlockingQueue<CompletableFuture<T>> done = new LinkedBlockingQueue<>();
    List<CompletableFuture<T>> futures = new ArrayList<>();
    try {
      for (Task<T> task : tasks) {
        TaskFuture<T> future = pool.call(task, TaskOptions.USUAL);
        futures.add(future);
        future.whenSettled(() -> done.add(future));
      }
      return firstResult(done, futures.size(), deadline);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private static <T extends @Nullable Object> T firstResult(
      BlockingQueue<CompletableFuture<T>> done, int count, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    for (int i = 0; i < count; i++) {
      CompletableFuture<T> next = done.poll(deadline - System.nanoTime(), NANOSECONDS);
      if (next == null) {
        throw new TimeoutException("No task has returned in time");
      }
      try {
        return next.get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e);
      }
    }
    throw last;
  }
}
