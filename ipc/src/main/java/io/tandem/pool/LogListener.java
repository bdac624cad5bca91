package io.tandem.pool;

/// Hears what the tasks of a pool log.
///
/// **Sharing.** The lines come one at a time, on a thread that the pool does not need; those of one
/// task in order, and maybe after its future is done. If 10 000 wait because the listener is slow,
/// further ones are dropped, which one more line says. [ProcessPool#close()] waits for those left,
/// up to five seconds.
///
/// ```java
/// var lines = new ConcurrentLinkedQueue<LogLine>();
/// try (var pool = ProcessPool.builder().onLog(lines::add).build()) {
///   pool.submit(() -> TaskContext.current().log("half done")).join();
/// }
/// ```
@FunctionalInterface
public interface LogListener {
  /// A task has logged a line.
  void log(LogLine line);
}
