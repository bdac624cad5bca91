package io.tandem.pool;

import java.util.concurrent.RejectedExecutionException;

/// A pool has given up: its workers do not start, or die faster than they may. The cause is what
/// became of the last one.
@SuppressWarnings("serial")
public final class BrokenPoolException extends RejectedExecutionException {
  BrokenPoolException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The same for another task, whose stack trace is its own.
  BrokenPoolException again() {
    return new BrokenPoolException(getMessage(), getCause());
  }
}
