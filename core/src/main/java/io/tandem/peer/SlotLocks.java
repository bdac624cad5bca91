package io.tandem.peer;

/// Locks of single bytes of the registry's file, one for each slot, that the kernel drops when
/// their holder's last thread has left user code.
public interface SlotLocks {
  /// Waits until no other process claims a slot or removes the registry.
  void lockClaims();

  void unlockClaims();

  /// Takes the lock of a slot for the rest of this process's life.
  ///
  /// @return whether nobody holds it
  boolean tryLock(int slot);

  /// Whether another process holds the lock of a slot.
  boolean isLocked(int slot);
}
