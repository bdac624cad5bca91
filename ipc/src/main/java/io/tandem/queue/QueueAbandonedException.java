package io.tandem.queue;

/// A wait at a queue is in vain: all processes that ever were on the other side have ended. Thrown
/// only by queues that were made [QueueOptions#tellingAbandoned()].
@SuppressWarnings("serial")
public final class QueueAbandonedException extends IllegalStateException {
  private QueueAbandonedException(String message) {
    super(message);
  }

  static QueueAbandonedException forPut() {
    return new QueueAbandonedException(
        "Cannot put: the queue is full, and all processes that have taken from it have ended. "
            + "Start another one that takes, and put again.");
  }

  static QueueAbandonedException forTake() {
    return new QueueAbandonedException(
        "Cannot take: the queue is empty, and all processes that have put to it have ended. "
            + "Start another one that puts, and take again.");
  }
}
