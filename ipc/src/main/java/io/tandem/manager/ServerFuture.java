package io.tandem.manager;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The future of a task in a pool on the server. A virtual thread waits for it.
final class ServerFuture<T extends @Nullable Object> extends FutureTask<T> {
  private final Pending<T> pending;
  private final Consumer<? super ServerFuture<T>> whenDone;

  ServerFuture(ServerTask<T> task) {
    this(task, _ -> {});
  }

  /// @param whenDone is told in the end, once
  ServerFuture(ServerTask<T> task, Consumer<? super ServerFuture<T>> whenDone) {
    this(new Pending<>(task), whenDone);
  }

  private ServerFuture(Pending<T> pending, Consumer<? super ServerFuture<T>> whenDone) {
    super(pending);
    this.pending = pending;
    this.whenDone = whenDone;
  }

  @Override
  protected void done() {
    whenDone.accept(this);
  }

  /// Sends the task, now.
  ///
  /// @throws RejectedExecutionException if the pool takes no more, or the server no more calls
  void submit(PoolService pool) {
    try {
      pending.result = pool.submit(pending.task);
    } catch (ManagerRefusedException e) {
      throw new RejectedExecutionException(e.getMessage(), e);
    }
    Thread.ofVirtual().name("tandem-managed-future").start(this);
  }

  @Override
  public boolean cancel(boolean interrupt) {
    ResultService result = pending.result;
    boolean cancelled = super.cancel(interrupt);
    if (cancelled && result != null) {
      result.cancel(interrupt);
    }
    return cancelled;
  }

  private static Exception causeOf(ExecutionException failed) {
    return switch (failed.getCause()) {
      case Exception failure -> failure;
      case Error error -> throw error;
      case null, default -> failed;
    };
  }

  /// A task, and where its result will be.
  private static final class Pending<T extends @Nullable Object> implements Callable<T> {
    final ServerTask<T> task;
    volatile @Nullable ResultService result;

    Pending(ServerTask<T> task) {
      this.task = task;
    }

    @Override
    public T call() throws Exception {
      try {
        @SuppressWarnings({"unchecked", "NullAway"}) // of the task's type; submitted before
        T value = (T) result.get();
        return value;
      } catch (ExecutionException e) {
        throw causeOf(e);
      }
    }
  }
}
