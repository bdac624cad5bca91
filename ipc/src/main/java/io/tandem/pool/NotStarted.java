package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.process.Action;
import io.tandem.process.Task;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletionException;

/// A task that no worker has started, and none will: its message outlives it.
record NotStarted(PendingTask task, byte[] message) implements Runnable {
  NotStarted(PendingTask task) {
    this(task, task.message);
  }

  /// Runs it in this process.
  @Override
  public void run() {
    Object function = Codec.data().decode(TaskCall.of(MemorySegment.ofArray(message)).code());
    try {
      if (function instanceof Action action) {
        action.run();
      } else if (function instanceof Task<?> once) {
        once.call();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
