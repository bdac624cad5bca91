package io.tandem.pool;

import io.tandem.linux.ProcessStatus;
import java.util.concurrent.TimeUnit;

/// Looks from time to time how much memory a worker has for itself, heap and all else, without what
/// it shares. For the thread that receives its answers.
final class WorkerMemory {
  private static final long MIB = 1 << 20;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long most;
  private long looked = System.nanoTime() - LOOK_NANOS;

  /// @param most bytes that it may have, or 0 for any number
  WorkerMemory(long most) {
    this.most = most;
  }

  /// How large the heap may be of a worker that may have so much in all: a quarter, and no less
  /// than 64 MiB, is for the JVM and what is not on the heap.
  static long heap(long most) {
    return most - Math.max(64 * MIB, most / 4);
  }

  /// Whether it has more than it may.
  boolean isExceeded(long pid) {
    long now = System.nanoTime();
    if (most == 0 || now - looked < LOOK_NANOS) {
      return false;
    }
    looked = now;
    return ProcessStatus.bytes(pid, ProcessStatus.PRIVATE) > most;
  }
}
