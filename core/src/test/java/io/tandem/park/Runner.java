package io.tandem.park;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// The kinds of thread that a test sleeps on.
enum Runner {
  PLATFORM(Thread.ofPlatform().daemon().factory()),
  VIRTUAL(Thread.ofVirtual().factory());

  private final ThreadFactory threads;

  Runner(ThreadFactory threads) {
    this.threads = threads;
  }

  /// What a thread does.
  interface Action {
    void run() throws Exception;
  }

  /// Runs an action on a new thread.
  Running start(Action action) {
    var end = new CompletableFuture<@Nullable Void>();
    Thread thread = threads.newThread(() -> run(action, end));
    thread.start();
    return new Running(thread, end);
  }

  private static void run(Action action, CompletableFuture<@Nullable Void> end) {
    try {
      action.run();
      end.complete(null);
    } catch (Throwable t) {
      end.completeExceptionally(t);
    }
  }

  /// A thread and what becomes of it.
  record Running(Thread thread, CompletableFuture<@Nullable Void> end) {
    boolean isDone() {
      return end.isDone();
    }

    /// Waits for a good end.
    void join() {
      end.join();
    }

    /// Waits for the end.
    ///
    /// @return what it threw, or null
    @Nullable Throwable failure() {
      return end.handle((_, thrown) -> thrown).join();
    }
  }
}
