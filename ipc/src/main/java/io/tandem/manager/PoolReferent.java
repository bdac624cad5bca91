package io.tandem.manager;

import io.tandem.pool.Mapper;
import io.tandem.pool.ProcessPool;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The pool of a [ManagedExecutor], where it is.
final class PoolReferent implements PoolService {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ProcessPool pool;

  PoolReferent(int workers) {
    pool = ProcessPool.builder().name("managed").workers(workers).build();
    CLEANER.register(this, endOf(pool)); // its own threads keep a pool reachable
  }

  private static Runnable endOf(ProcessPool pool) {
    return pool::shutdown;
  }

  @Override
  public ResultService submit(ServerTask<?> task) {
    Caller.current().client().requireRoomForTask();
    return new Result(pool.submit(task::call));
  }

  @Override
  public List<@Nullable Object> map(List<?> items, Mapper<Object, Object> mapper)
      throws InterruptedException {
    return pool.map(items, mapper);
  }

  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public int shutdownNow() {
    return pool.shutdownNow();
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
  public boolean awaitTermination(long nanos) throws InterruptedException {
    return pool.awaitTermination(Duration.ofNanos(nanos));
  }

  @Override
  public String toString() {
    return pool.toString();
  }

  private record Result(CompletableFuture<?> future) implements ResultService, Awaited {
    @Override
    public @Nullable CompletableFuture<?> awaited(ServiceMethod method) {
      return method.method().getName().equals("get") ? future : null;
    }

    @Override
    public @Nullable Object get() throws InterruptedException, ExecutionException {
      return future.get();
    }

    @Override
    public void cancel(boolean interrupt) {
      future.cancel(interrupt);
    }
  }
}
