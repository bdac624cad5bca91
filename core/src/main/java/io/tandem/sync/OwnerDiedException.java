package io.tandem.sync;

/// A process, or a thread, died holding a lock, and nobody has repaired what the lock guards.
/// Whoever gets this does not hold the lock.
///
/// **Source.** `EOWNERDEAD` of a robust POSIX mutex, which is held then; Python's `Lock` stays
/// locked for ever instead.
///
/// ```java
/// var lock = SharedLock.create();
/// try {
///   lock.lock();
///   lock.unlock();
/// } catch (OwnerDiedException e) {
///   lock.recover(() -> System.out.println("made whole again"));
/// }
/// ```
public final class OwnerDiedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// @param message who died, and what to do
  public OwnerDiedException(String message) {
    super(message);
  }
}
