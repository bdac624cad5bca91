package io.tandem.park;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What one can wait for without taking it: an event that is set, a latch that has come to zero, a
/// process that has ended.
///
/// **Shape.** [#awaitAny] waits for the first of several, of any kinds, and costs no thread for
/// each. What is ready may be so no longer when it is used, unless its own contract says otherwise.
///
/// **Units.** A timeout of zero or less only looks.
///
/// **Sharing.** Any thread, virtual ones too. What was done before a thing became ready is seen
/// after a wait for it.
///
/// **Lifetime.** Nothing is kept after a wait.
///
/// **Errors.** Those of the things waited for: of freed or closed memory, for one.
///
/// **Source.** Python's `multiprocessing.connection.wait`, for which things are ready that have a
/// file descriptor. Here they have a word of memory, see [#waitPoint], so that most of them become
/// ready without a system call.
///
/// ```java
/// var stop = SharedEvent.create();
/// var done = SharedLatch.create(2);
/// stop.set();
/// for (Waitable ready : Waitable.awaitAny(Duration.ofSeconds(1), stop, done)) {
///   System.out.println(ready == stop); // true
/// }
/// ```
public interface Waitable {
  /// Whether a wait for it would be over at once.
  boolean isReady();

  /// Waits until it is ready.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  default void await() throws InterruptedException {
    boolean _ = await(Duration.ofSeconds(Long.MAX_VALUE));
  }

  /// Waits until it is ready or the time is over.
  ///
  /// @return whether it was ready
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  default boolean await(Duration timeout) throws InterruptedException {
    return !awaitAny(timeout, this).isEmpty();
  }

  /// For those who make waitable things: where to sleep until this one is ready.
  WaitPoint waitPoint();

  /// Waits until at least one is ready or the time is over.
  ///
  /// @return those that are ready, in the given order; none when the time is over, or if there are
  ///   none
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  @SafeVarargs
  @SuppressWarnings("varargs")
  static <W extends Waitable> List<W> awaitAny(Duration timeout, W... things)
      throws InterruptedException {
    return awaitAny(timeout, List.of(things));
  }

  /// Waits until at least one is ready or the time is over.
  ///
  /// Where a thread can sleep on several words at once, and there are at most 127 of them, it hears
  /// of each change; otherwise it looks again and again, less and less often.
  ///
  /// @return those that are ready, in the given order; none when the time is over, or if there are
  ///   none
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  static <W extends Waitable> List<W> awaitAny(Duration timeout, Collection<? extends W> things)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for several things");
    }
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    var wait = new WaitForAny<W>(things);
    List<W> ready = wait.ready();
    return ready.isEmpty() && nanos > 0 && !things.isEmpty()
        ? wait.await(Waiting.deadlineAfter(nanos))
        : ready;
  }
}
