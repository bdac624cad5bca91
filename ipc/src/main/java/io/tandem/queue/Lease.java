package io.tandem.queue;

/// A message that a process has taken on trial: it is gone once it is acknowledged, and otherwise
/// comes back.
///
/// **Shape.** One message. Until [#ack()] or [#nack()] it is in nobody's way: others take the
/// messages behind it.
///
/// **Sharing.** Any thread of the process that leased it.
///
/// **Lifetime.** Until it is acknowledged or given back, or the process dies: then the next who
/// takes or leases gets it, before all that is still in the queue, and whoever leases it finds
/// [#attempt()] one higher. A process that is only stopped keeps it.
///
/// **Errors.** `IllegalStateException` for a lease that has ended.
///
/// **Source.** The visibility of Amazon SQS and the acknowledgements of AMQP, without a timeout:
/// here the system says who is dead.
///
/// ```java
/// var jobs = io.tandem.queue.SharedQueue.<String>create();
/// jobs.put("resize 17.png");
/// try (var job = jobs.lease()) {
///   System.out.println(job.value() + ", for the " + job.attempt() + ". time");
///   job.ack();
/// }
/// ```
///
/// @param <E> of the queue's elements
public final class Lease<E> implements AutoCloseable {
  private final SharedQueue<E> queue;
  private final int holding;
  private final E value;
  private final int attempt;
  private boolean ended; // guarded by this

  Lease(SharedQueue<E> queue, int holding, E value, int attempt) {
    this.queue = queue;
    this.holding = holding;
    this.value = value;
    this.attempt = attempt;
  }

  /// The message.
  public E value() {
    return value;
  }

  /// How often it was leased, this time included: 1 at first.
  public int attempt() {
    return attempt;
  }

  /// Acknowledges it: it never comes back.
  ///
  /// @throws IllegalStateException if the lease has ended, or if [JoinableQueue#taskDone] was
  ///   called for it: then it has not ended
  public synchronized void ack() {
    requireOpen("acknowledge");
    queue.finishTask(holding);
    ended = true;
    queue.acknowledge(holding);
  }

  /// Gives it back: whoever takes next gets it.
  ///
  /// @throws IllegalStateException if the lease has ended
  public synchronized void nack() {
    requireOpen("give back");
    ended = true;
    queue.giveBack(holding);
  }

  private void requireOpen(String what) {
    if (ended) {
      throw new IllegalStateException(
          "Cannot %s a message: it was acknowledged or given back before. Do it once."
              .formatted(what));
    }
  }

  /// Gives it back, unless the lease has ended.
  @Override
  public synchronized void close() {
    if (!ended) {
      nack();
    }
  }
}
