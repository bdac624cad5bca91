package io.tandem.queue;

/// A queue was closed: nothing can be put, or nothing is left and nothing will come.
@SuppressWarnings("serial")
public final class QueueClosedException extends IllegalStateException {
  private QueueClosedException(String message) {
    super(message);
  }

  static QueueClosedException forPut() {
    return new QueueClosedException(
        "Cannot put: the queue was closed. Put before that, or make another queue.");
  }

  static QueueClosedException forTake() {
    return new QueueClosedException(
        "Cannot take: the queue was closed and all that was put has been taken. Stop here.");
  }
}
