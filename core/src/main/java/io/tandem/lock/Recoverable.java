package io.tandem.lock;

/// A lock that tells who takes it, alone, that one died holding it before: [Hold#INCONSISTENT].
public interface Recoverable {
  /// Waits until this thread holds it, whatever interrupts come.
  Hold lock();

  /// Gives it up, once.
  void unlock();

  /// Gives it up, however often this thread holds it.
  void unlockAll();

  /// Whether what it guards has still to be repaired. Only by the thread that holds it.
  boolean isInconsistent();

  /// Says that what it guards is whole again. Only by the thread that holds it.
  void setConsistent();

  /// Says that what it guards will never be whole again: from now on nobody else can hold it. Only
  /// by the thread that holds it, which still has to unlock it.
  void abandon();

  /// Who died holding it last, for people.
  String diedText();
}
