package io.tandem.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process of the tree seen from inside it: the current one or its parent.
///
/// **Sharing.** Immutable; any thread may call any method.
///
/// **Source.** Python's `current_process()` and `parent_process()`.
public final class ProcessView {
  private final String name;
  private final ProcessHandle handle;

  ProcessView(String name, ProcessHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /// The name it was started under; `MainProcess` for a JVM that Tandem did not start.
  public String name() {
    return name;
  }

  /// The operating system's process id.
  public long pid() {
    return handle.pid();
  }

  /// Whether it runs.
  public boolean isAlive() {
    return handle.isAlive();
  }

  /// Completes when the process has ended. A child hardly sees its parent's end, as it ends with
  /// it.
  ///
  /// @throws IllegalStateException for the current process, which would wait for itself
  public CompletableFuture<ProcessView> onExit() {
    if (handle.equals(ProcessHandle.current())) {
      throw new IllegalStateException(
          "Cannot wait for the end of %s: it is the process that would wait. ".formatted(this)
              + "Ask the process that has started it.");
    }
    return handle.onExit().thenApply(_ -> this);
  }

  /// Waits until the process has ended.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  /// @throws IllegalStateException for the current process
  public void join() throws InterruptedException {
    join(Duration.ofSeconds(Long.MAX_VALUE));
  }

  /// Waits until the process has ended, but no longer than a timeout.
  ///
  /// @param timeout how long; zero or less returns at once
  /// @return whether it has ended
  /// @throws InterruptedException if the calling thread is interrupted
  /// @throws IllegalStateException for the current process
  public boolean join(Duration timeout) throws InterruptedException {
    try {
      onExit().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e); // waiting for a process cannot fail
    }
  }

  @Override
  public String toString() {
    return "%s (pid %d)".formatted(name, pid());
  }
}
