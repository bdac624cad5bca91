package io.tandem.pool;

/// Hears how far a pool is.
///
/// **Sharing.** It is called at most every 100 ms while there are tasks, one call at a time, on a
/// thread that the pool does not need; when the last task is done; and before a map returns or the
/// pool is closed, which wait for it up to five seconds. If it is slow, it misses what is between.
///
/// ```java
/// try (var pool = ProcessPool.builder().onProgress(System.out::println).build()) {
///   pool.map(List.of(1, 2, 3), x -> x * x); // pool 'pool-1': 3 of 3 done
/// }
/// ```
@FunctionalInterface
public interface ProgressListener {
  /// There is something new.
  void progress(PoolProgress now);
}
