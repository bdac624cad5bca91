package io.tandem.sync;

/// A lock was given up for good, because what it guards cannot be repaired.
///
/// **Source.** `ENOTRECOVERABLE` of a robust POSIX mutex.
///
/// ```java
/// var lock = SharedLock.create();
/// lock.abandon();
/// try {
///   lock.lock();
/// } catch (LockAbandonedException e) {
///   System.out.println(e.getMessage());
/// }
/// ```
public final class LockAbandonedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// @param message which lock
  public LockAbandonedException(String message) {
    super(message);
  }
}
