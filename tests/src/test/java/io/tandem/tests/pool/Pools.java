package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.ProcessPoolBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Pools of small workers that start quickly and may die often.
final class Pools {
  private static final long LIMIT_SECONDS = 50;

  private Pools() {}

  static ProcessPoolBuilder small(int workers) {
    return ProcessPool.builder()
        .workers(workers)
        .restartLimit(1_000, Duration.ofSeconds(10))
        .maxHeap(64 << 20)
        .jvmFlags("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /// What a future throws instead of its result.
  static <X extends Throwable> X thrownBy(Class<X> type, CompletableFuture<?> future) {
    var thrown = assertThrows(ExecutionException.class, () -> get(future));
    return assertInstanceOf(type, thrown.getCause(), () -> "" + thrown.getCause());
  }
}
