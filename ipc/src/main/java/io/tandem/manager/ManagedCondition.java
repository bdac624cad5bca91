package io.tandem.manager;

import io.tandem.sync.OwnerDiedException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A condition of a [ManagedLock]: threads of any process wait until another one signals that what
/// the lock guards has changed.
///
/// **Shape.** All methods are for the thread that holds the lock. Waiting gives the lock up,
/// however often it is held, and takes it again as often before it returns. A signal goes to one
/// that waits, never to one that comes later; without one it is lost. A wait may end without a
/// signal, which is rare: wait in a loop, or with a condition to wait until.
///
/// **Units.** Times of 0 and less do not wait, but give the lock to others for a moment.
///
/// **Sharing.** Any thread, virtual ones too, of any process.
///
/// **Lifetime.** As that of its lock. Captured by a task, put on a queue or into a managed object,
/// it arrives as the same condition: send the lock with it.
///
/// **Errors.** A waiter that dies takes no signal from others. When a holder of the lock dies,
/// every wait ends with [OwnerDiedException]. The lock is held then, as after every wait: repair
/// what it guards with [ManagedLock#recover], or unlock it for the next one to be told. Without the
/// lock, `IllegalMonitorStateException`.
///
/// **Source.** `java.util.concurrent.locks.Condition`, and Python's `Manager().Condition()`.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedLock lock = manager.lock();
///   ManagedCondition notEmpty = lock.newCondition();
///   ManagedList<String> work = manager.list();
///   lock.lock();
///   try {
///     work.add("index.html");
///     notEmpty.signal();
///     notEmpty.awaitUntil(() -> !work.isEmpty());
///   } finally {
///     lock.unlock();
///   }
/// }
/// ```
public final class ManagedCondition implements Condition, Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient ConditionService service;

  ManagedCondition(ConditionService service) {
    this.service = service;
  }

  // ---- waiting ----

  /// Waits for a signal.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile; it holds the
  ///   lock
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  @Override
  public void await() throws InterruptedException {
    boolean _ = await(Long.MAX_VALUE);
  }

  /// Waits for a signal; an interrupt stays pending.
  ///
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  @Override
  public void awaitUninterruptibly() {
    service.awaitUninterruptibly();
  }

  /// Waits for a signal or until the time is over.
  ///
  /// @return about how many nanoseconds are left: 0 or less if the time is over
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    boolean _ = await(nanos);
    return Math.max(nanos, 0) - (System.nanoTime() - start);
  }

  /// Waits for a signal or until the time is over.
  ///
  /// @return whether a signal came in time
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(unit.toNanos(time));
  }

  /// Waits for a signal or until a moment of the wall clock, as it is set now: the wait does not
  /// follow it when it is set anew.
  ///
  /// @return whether a signal came in time
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return await(
        TimeUnit.NANOSECONDS.convert(Duration.between(Instant.now(), deadline.toInstant())));
  }

  /// Waits until something is the case: looks now, and after each signal.
  ///
  /// @param fulfilled is asked by this thread, which holds the lock
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  public void awaitUntil(BooleanSupplier fulfilled) throws InterruptedException {
    while (!fulfilled.getAsBoolean()) {
      await();
    }
  }

  /// Waits until something is the case or the time is over: looks now, after each signal, and at
  /// the end. Python's `wait_for`.
  ///
  /// @param fulfilled is asked by this thread, which holds the lock
  /// @return what the last look found
  /// @throws OwnerDiedException if a holder died; this thread holds the lock
  public boolean awaitUntil(BooleanSupplier fulfilled, Duration timeout)
      throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(timeout);
    while (!fulfilled.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      left = awaitNanos(left);
    }
    return true;
  }

  private boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a managed condition");
    }
    return service.await(nanos);
  }

  // ---- signalling ----

  /// Ends the wait of one that waits, if anybody does.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  @Override
  public void signal() {
    service.signal(false);
  }

  /// Ends the waits of all that wait.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  @Override
  public void signalAll() {
    service.signal(true);
  }

  // ---- the object ----

  /// Whether the other is the same condition on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedCondition that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  @Override
  public String toString() {
    return "condition of a managed lock";
  }

  private Object writeReplace() {
    return new Handle(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedCondition travels as its handle");
  }

  /// What travels instead of a condition.
  private record Handle(ConditionService service) implements Serializable {
    private Object readResolve() {
      return new ManagedCondition(service);
    }
  }
}
