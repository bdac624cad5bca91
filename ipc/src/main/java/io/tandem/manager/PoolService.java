package io.tandem.manager;

import io.tandem.pool.Mapper;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// What a [ManagedExecutor] asks its server.
interface PoolService {
  /// @throws RejectedExecutionException if it takes no more
  ResultService submit(ServerTask<?> task);

  /// @throws CompletionException with what became of the first item that failed
  List<@Nullable Object> map(List<?> items, Mapper<Object, Object> mapper)
      throws InterruptedException;

  void shutdown();

  /// @return how many were not started
  int shutdownNow();

  boolean isShutdown();

  boolean isTerminated();

  boolean awaitTermination(long nanos) throws InterruptedException;
}
