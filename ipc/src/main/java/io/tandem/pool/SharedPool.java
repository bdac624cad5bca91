package io.tandem.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The pool that all of a process may use.
final class SharedPool {
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static @Nullable ProcessPool pool; // guarded by the class

  private SharedPool() {}

  static synchronized ProcessPool get() {
    return get(pool == null ? Runtime.getRuntime().availableProcessors() : pool.workers());
  }

  static synchronized ProcessPool get(int workers) {
    ProcessPool found = pool;
    if (found == null || found.isShutdown()) {
      found = ProcessPool.builder().name("shared").workers(workers).idleTimeout(IDLE).build();
      pool = found;
    }
    if (found.workers() != workers) {
      found.resize(workers);
    }
    return found;
  }
}
