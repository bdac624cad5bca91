package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A semaphore on a server.
///
/// **Shape.** A number of permits. A plain one counts only: anybody may release, also what nobody
/// has acquired. A bounded one never has more than at first. Not fair: whoever wants few may come
/// before one who wants many.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before a permit was
/// released is seen by who acquires it.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. One of which a process has permits stays as long as that. Captured by a
/// task, put on a queue or into a managed object, it arrives as the same semaphore. What a process
/// has acquired and not released goes to others when it dies or closes its connection. So let the
/// process that acquires release: if another one releases in its place, and the first ends, that
/// counts twice.
///
/// **Errors.** `IllegalStateException` when more are released than a bounded one may have, and
/// `IllegalArgumentException` for a number below zero, or one that there never is; nothing has
/// changed then.
///
/// **Source.** `java.util.concurrent.Semaphore`, and Python's `Manager().Semaphore()` and
/// `BoundedSemaphore()`, which do not give back what the dead had.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedSemaphore connections = manager.semaphore("connections", 4);
///   connections.acquire();
///   try {
///     System.out.println(connections.availablePermits()); // 3
///   } finally {
///     connections.release();
///   }
/// }
/// ```
public final class ManagedSemaphore implements Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient SemaphoreService service;

  ManagedSemaphore(SemaphoreService service) {
    this.service = service;
  }

  // ---- acquiring ----

  /// Waits for a permit and takes it.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  /// Waits for permits and takes them, all at once.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void acquire(int count) throws InterruptedException {
    boolean _ = take(count, Long.MAX_VALUE);
  }

  /// Waits for a permit and takes it; an interrupt stays pending.
  public void acquireUninterruptibly() {
    acquireUninterruptibly(1);
  }

  /// Waits for permits and takes them, all at once; an interrupt stays pending.
  public void acquireUninterruptibly(int count) {
    if (!tryAcquire(count)) {
      service.acquire(count);
    }
  }

  /// Takes a permit if there is one.
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /// Takes permits if there are as many.
  public boolean tryAcquire(int count) {
    return service.tryAcquire(requireNotNegative("acquire", count));
  }

  /// Takes a permit, waiting for it no longer than a timeout.
  ///
  /// @return whether it was taken
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return tryAcquire(1, timeout);
  }

  /// Takes permits, all at once, waiting for them no longer than a timeout.
  ///
  /// @return whether they were taken
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean tryAcquire(int count, Duration timeout) throws InterruptedException {
    return take(count, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private boolean take(int count, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a managed semaphore");
    }
    return tryAcquire(count) || nanos > 0 && service.acquire(count, nanos);
  }

  /// Takes all permits that there are.
  ///
  /// @return how many
  public int drainPermits() {
    return service.drain();
  }

  // ---- releasing ----

  /// Returns a permit.
  ///
  /// @throws IllegalStateException if it is bounded, and there would be too many
  public void release() {
    release(1);
  }

  /// Returns permits.
  ///
  /// @throws IllegalStateException if it is bounded, and there would be too many
  public void release(int count) {
    service.release(requireNotNegative("release", count));
  }

  private static int requireNotNegative(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Cannot %s %d permits: use 0 or more.".formatted(what, count));
    }
    return count;
  }

  // ---- looking ----

  /// How many could be acquired now.
  public int availablePermits() {
    return service.available();
  }

  // ---- the object ----

  /// Whether the other is the same semaphore on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedSemaphore that && service.equals(that.service);
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
    throw new InvalidObjectException("A ManagedSemaphore travels as its handle");
  }

  /// What travels instead of a semaphore.
  private record Handle(SemaphoreService service) implements Serializable {
    private Object readResolve() {
      return new ManagedSemaphore(service);
    }
  }
}
