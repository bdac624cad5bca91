package io.tandem.pool;

import io.tandem.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tasks of a pool that took longest, the longest first. Under the scheduler's lock.
final class SlowTasks {
  private static final int MOST = 5;
  private static final int MOST_BYTES = 1 << 16; // of a message that is kept for its text

  private final List<Entry> entries = new ArrayList<>(MOST + 1);

  /// One of them.
  ///
  /// @param name of the task, or null
  /// @param message with its arguments, or null if it is too long to keep
  record Entry(
      long number, @Nullable String name, byte @Nullable [] message, long nanos, String worker) {
    /// This runs the code of others, so it is not for the scheduler's lock.
    SlowTask tell(Codec codec) {
      return new SlowTask(
          number,
          Optional.ofNullable(name),
          message == null ? "too many bytes to keep" : ArgumentText.of(message, codec),
          Duration.ofNanos(nanos),
          worker);
    }
  }

  /// A task is done.
  void offer(PendingTask task, long nanos, Worker worker) {
    if (entries.size() == MOST && nanos <= entries.getLast().nanos()) {
      return;
    }
    byte[] message = task.message.length > MOST_BYTES ? null : task.message;
    int at = 0;
    while (at < entries.size() && entries.get(at).nanos() >= nanos) {
      at++;
    }
    entries.add(at, new Entry(task.number, task.options.name(), message, nanos, worker.toString()));
    if (entries.size() > MOST) {
      entries.removeLast();
    }
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }
}
