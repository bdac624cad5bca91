package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Calls the listeners of a pool, one at a time, on a thread that is there as long as there is
/// something to tell. So whatever they do, the pool goes on.
final class Deliveries {
  private static final int MOST_LINES = 10_000;
  private static final long LIMIT_NANOS = SECONDS.toNanos(5);

  private final String pool;
  private final LogListener onLog;
  private final @Nullable ProgressListener onProgress;

  // Guarded by this.
  private final Queue<LogLine> lines = new ArrayDeque<>();
  private long dropped;
  private @Nullable PoolProgress latest;
  private @Nullable Thread thread;

  Deliveries(PoolSettings settings) {
    this.pool = settings.name();
    this.onLog = settings.onLog() == null ? System.err::println : settings.onLog();
    this.onProgress = settings.onProgress();
  }

  synchronized void log(LogLine line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    } else {
      dropped++;
    }
    begin();
  }

  /// Takes the place of what was not delivered.
  synchronized void progress(PoolProgress now) {
    latest = now;
    begin();
  }

  private void begin() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("tandem-" + pool + "-listener").start(this::run);
    }
  }

  private void run() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        Thread self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, e);
      }
    }
  }

  /// What to do next, or null at the end.
  private synchronized @Nullable Runnable next() {
    LogLine line = lines.poll();
    if (line == null && dropped > 0) {
      line = new LogLine(pool, 0, Optional.empty(), dropped + " lines were dropped");
      dropped = 0;
    }
    if (line != null) {
      LogLine told = line;
      return () -> onLog.log(told);
    }
    PoolProgress now = latest;
    latest = null;
    if (now != null && onProgress != null) {
      return () -> onProgress.progress(now);
    }
    thread = null;
    notifyAll();
    return null;
  }

  /// Waits until all is told, but for no slow listener, and not on its thread. An interrupt ends
  /// it, too, and stays.
  synchronized void await() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    long left = LIMIT_NANOS;
    try {
      while (thread != null && thread != Thread.currentThread() && left > 0) {
        NANOSECONDS.timedWait(this, left);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
