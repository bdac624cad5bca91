package io.tandem.memory;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work on a `FileChannel`, done by a thread of its own: Java closes a channel, for everybody, when
/// a thread that uses it is interrupted.
final class Uninterrupted {
  private Uninterrupted() {}

  /// What to do with the channel.
  interface Work<T> {
    T run() throws IOException;
  }

  /// Waits for the work; an interrupt of the calling thread is kept for later.
  static <T> T call(Work<T> work) throws IOException {
    var task = new FutureTask<T>(work::run);
    Thread.ofPlatform().daemon().name("tandem-file").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException rethrown(Throwable cause) throws IOException {
    switch (cause) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(cause);
    }
  }
}
