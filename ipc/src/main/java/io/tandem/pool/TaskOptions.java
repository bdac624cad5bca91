package io.tandem.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is special about one task.
///
/// **Units.** A timeout is the time that the task may run, without that before its start.
///
/// ```java
/// var options = TaskOptions.named("import").withTimeout(Duration.ofSeconds(5)).withRetries(2);
/// ```
///
/// @param name for messages, or null: then it has a number
/// @param timeout how long it may run, or null for the pool's
/// @param retries how often it runs again because its worker died, or -1 for the pool's
/// @param priority tasks of a higher one are started before all those of a lower; 0 is usual
public record TaskOptions(
    @Nullable String name, @Nullable Duration timeout, int retries, int priority) {
  /// Those of a task about which nothing is special.
  public static final TaskOptions USUAL = new TaskOptions(null, null, -1, 0);

  private static final int POOLS = -1;

  /// Checks them.
  ///
  /// @throws IllegalArgumentException if the timeout is not positive, or retries are below -1
  public TaskOptions {
    if (timeout != null && !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "Cannot give a task a timeout of %s: use more than zero.".formatted(timeout));
    }
    if (retries < POOLS) {
      throw new IllegalArgumentException(
          "Cannot give a task %d retries: use 0 or more.".formatted(retries));
    }
  }

  /// The usual ones, and a name.
  public static TaskOptions named(String name) {
    return new TaskOptions(name, null, POOLS, 0);
  }

  /// These, and a timeout.
  public TaskOptions withTimeout(Duration timeout) {
    return new TaskOptions(name, timeout, retries, priority);
  }

  /// These, and a number of retries.
  public TaskOptions withRetries(int retries) {
    return new TaskOptions(name, timeout, retries, priority);
  }

  /// These, and a priority.
  public TaskOptions withPriority(int priority) {
    return new TaskOptions(name, timeout, retries, priority);
  }

  TaskOptions withoutTimeout() {
    return new TaskOptions(name, null, retries, priority);
  }

  /// With the pool's own where these say nothing.
  TaskOptions orElse(@Nullable Duration poolsTimeout, int poolsRetries) {
    return new TaskOptions(
        name,
        timeout == null ? poolsTimeout : timeout,
        retries == POOLS ? poolsRetries : retries,
        priority);
  }
}
