package io.tandem.manager;

import io.tandem.sync.OwnerDiedException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A lock on a server.
///
/// **Shape.** Reentrant: a thread may lock again what it holds, and unlocks as often. Not fair:
/// whoever comes at the right moment gets it.
///
/// **Units.** Times of 0 and less do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What one did before [#unlock()], the
/// next sees after [#lock()].
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. One that is held stays as long as its holder's process. Captured by a
/// task, put on a queue or into a managed object, it arrives as the same lock, which the thread
/// there does not hold.
///
/// **Errors.** When a process dies, or closes its connection, holding it, the next one gets
/// [OwnerDiedException], and so does everybody until [#recover]. A stopped process holds it as long
/// as it is stopped; a thread that has ended, as long as its process lives.
///
/// **Source.** `java.util.concurrent.locks.ReentrantLock`, and Python's `Manager().RLock()`, which
/// stays locked when its holder dies. On one machine [io.tandem.sync.SharedLock] needs no server.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedLock lock = manager.lock("accounts");
///   lock.lock();
///   try {
///     System.out.println("held by " + lock.owner().orElseThrow());
///   } finally {
///     lock.unlock();
///   }
/// }
/// ```
public final class ManagedLock implements Lock, Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient LockService service;

  ManagedLock(LockService service) {
    this.service = service;
  }

  // ---- locking ----

  /// Waits until this thread holds it; an interrupt stays pending.
  ///
  /// @throws OwnerDiedException if the holder died; it is not held then
  @Override
  public void lock() {
    if (!service.tryLock()) {
      service.lock();
    }
  }

  /// Takes it if nobody alive holds it.
  ///
  /// @throws OwnerDiedException if the holder died; it is not held then
  @Override
  public boolean tryLock() {
    return service.tryLock();
  }

  /// Waits until this thread holds it.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws OwnerDiedException if the holder died; it is not held then
  @Override
  public void lockInterruptibly() throws InterruptedException {
    boolean _ = tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /// Waits until this thread holds it or the time is over.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws OwnerDiedException if the holder died; it is not held then
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for " + this);
    }
    return service.tryLock() || time > 0 && service.lock(unit.toNanos(time));
  }

  /// Gives it up, once.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it
  @Override
  public void unlock() {
    service.unlock();
  }

  // ---- after a death ----

  /// Repairs what a dead holder may have left half changed: takes the lock, runs the repair here,
  /// and gives the lock up as whole. If the repair throws, or its process dies, it remains to be
  /// done.
  ///
  /// @param repair that bears being repeated
  /// @return false if there was nothing to repair: then it did not run
  public boolean recover(Runnable repair) {
    if (!service.beginRepair()) {
      return false;
    }
    boolean whole = false;
    try {
      repair.run();
      whole = true;
    } finally {
      service.endRepair(whole);
    }
    return true;
  }

  /// How many have died holding it so far.
  public long ownerDeaths() {
    return service.ownerDeaths();
  }

  // ---- looking ----

  /// Whether this thread holds it.
  public boolean isHeldByCurrentThread() {
    return service.holds() > 0;
  }

  /// How often this thread holds it.
  public int getHoldCount() {
    return service.holds();
  }

  /// Whether any thread of any process holds it.
  public boolean isLocked() {
    return service.holder() != null;
  }

  /// The thread and process that hold it, for people.
  public Optional<String> owner() {
    return Optional.ofNullable(service.holder());
  }

  /// Makes a condition of this lock.
  @Override
  public ManagedCondition newCondition() {
    return new ManagedCondition(service.newCondition());
  }

  // ---- the object ----

  /// Whether the other is the same lock on the server.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedLock that && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return service.hashCode();
  }

  @Override
  public String toString() {
    return "managed lock held by " + owner().orElse("nobody");
  }

  private Object writeReplace() {
    return new Handle(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedLock travels as its handle");
  }

  /// What travels instead of a lock.
  private record Handle(LockService service) implements Serializable {
    private Object readResolve() {
      return new ManagedLock(service);
    }
  }
}
