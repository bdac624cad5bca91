package io.tandem.pool;

import java.time.Duration;

/// A task ran longer than it may. It was interrupted, and its worker is killed if that does not
/// help.
@SuppressWarnings("serial")
public final class TaskTimeoutException extends RuntimeException {
  private final Duration timeout;

  TaskTimeoutException(PendingTask task, Duration timeout, Worker worker) {
    super(
        "%s was not finished after %s in worker %s. It was interrupted there; give it more time,"
                .formatted(task, timeout, worker)
            + " or less to do.");
    this.timeout = timeout;
  }

  /// How long it could run.
  public Duration timeout() {
    return timeout;
  }
}
