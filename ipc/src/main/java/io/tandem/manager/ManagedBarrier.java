package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A meeting point on a server: each waits until all have arrived, and then all go on, again and
/// again. If one cannot, none waits in vain: the barrier breaks.
///
/// **Shape.** A fixed number of parties; which threads they are is free. Arrivals are counted down:
/// the first gets `parties - 1`, the last 0.
///
/// **Breaking.** The barrier breaks for all that wait when one of them dies with its process or
/// closes its connection, is interrupted, or waits longer than it wants to, and by [#abort()] and
/// [#reset()]. It stays broken until a reset. One that died *before* it arrived is missing, but
/// nobody can know that it was to come: wait for a limited time.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What each party did before it
/// arrived, all see after it.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same barrier.
///
/// **Errors.** [BrokenBarrierException], which says what broke it; [TimeoutException].
///
/// **Source.** `java.util.concurrent.CyclicBarrier`, and Python's `Manager().Barrier()`, where the
/// death of a party that waits goes unnoticed.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedBarrier barrier = manager.barrier("phase", 2);
///   try (var other = JvmProcess.start(() -> barrier.await())) {
///     System.out.println(barrier.await()); // 0 or 1
///   }
/// }
/// ```
public final class ManagedBarrier implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient BarrierService service;

  ManagedBarrier(BarrierService service) {
    this.service = service;
  }

  /// Arrives, and waits for all others.
  ///
  /// @return how many were still to come: `getParties() - 1` to 0
  /// @throws BrokenBarrierException if it is broken, or breaks meanwhile
  /// @throws InterruptedException if the thread is interrupted before or meanwhile: the latter
  ///   breaks it
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return await(Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // not in this century
    }
  }

  /// Arrives, and waits for all others for a limited time.
  ///
  /// @return how many were still to come: `getParties() - 1` to 0
  /// @throws BrokenBarrierException if it is broken, or breaks meanwhile
  /// @throws InterruptedException if the thread is interrupted before or meanwhile: the latter
  ///   breaks it
  /// @throws TimeoutException if the time is over first: that breaks it
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(TimeUnit.NANOSECONDS.convert(timeout));
  }

  private int await(long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting at a managed barrier");
    }
    return service.await(nanos);
  }

  /// Breaks it for those that wait, and makes it whole for those that come after.
  public void reset() {
    service.reset();
  }

  /// Breaks it, until a [#reset()]. Python's way to say that one party cannot come.
  public void abort() {
    service.abort();
  }

  /// Whether it is broken.
  public boolean isBroken() {
    return service.isBroken();
  }

  /// How many have to arrive.
  public int getParties() {
    return service.parties();
  }

  /// How many wait at this moment; none at a broken barrier.
  public int getNumberWaiting() {
    return service.waiting();
  }

  // ---- the object ----

  /// Whether the other is the same barrier on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedBarrier that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  @Override
  public String toString() {
    return "managed " + service;
  }

  private Object writeReplace() {
    return new Handle(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedBarrier travels as its handle");
  }

  /// What travels instead of a barrier.
  private record Handle(BarrierService service) implements Serializable {
    private Object readResolve() {
      return new ManagedBarrier(service);
    }
  }
}
