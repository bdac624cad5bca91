package io.tandem.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a pool was given and what became of it. Under the scheduler's lock, except for what
/// is expected.
final class Tally {
  /// What became of a task.
  enum End {
    DONE,
    FAILED,
    CANCELLED
  }

  private final AtomicLong expected = new AtomicLong(); // and not submitted yet
  private long submitted;
  private long done;
  private long failed;
  private long cancelled;

  /// So many items will be submitted; or will not be, if there are less than none.
  void expect(long items) {
    expected.addAndGet(items);
  }

  void submitted(PendingTask task) {
    submitted += task.items();
  }

  void settled(PendingTask task, End end) {
    switch (end) {
      case DONE -> {
        done += task.items() - task.failedItems;
        failed += task.failedItems;
      }
      case FAILED -> failed += task.items();
      case CANCELLED -> cancelled += task.items();
    }
  }

  boolean isAllOver() {
    return submitted == done + failed + cancelled;
  }

  PoolProgress progress(String pool, List<RunningTask> running) {
    return new PoolProgress(pool, submitted + expected.get(), done, failed, cancelled, running);
  }
}
