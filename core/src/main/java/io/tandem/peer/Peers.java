package io.tandem.peer;

import io.tandem.word.Words;

/// The processes that share a user's memory, as the owners that shared words name them.
///
/// An owner is a positive number of 29 bits: the slot of the process in bits 0 to 9, and the epoch
/// of the slot, which grows with each process that takes it, in bits 10 to 28. [#NOBODY] is none.
public interface Peers extends Roster {
  /// The owner that is nobody.
  int NOBODY = 0;

  /// The bits of an owner.
  int OWNER_MASK = (1 << 29) - 1;

  /// This process as an owner. Registers it if it is not registered yet.
  int self();

  /// Gives this process another name, for messages and tools.
  ///
  /// @param name of which the first 24 bytes of UTF-8 are kept
  default void rename(String name) {}

  /// Whether a process is known to be dead: a plain load or two. Its threads may still run for a
  /// moment, see [#awaitStopped]. A stopped process is not dead.
  boolean isDead(int owner);

  /// Returns once no thread of a dead process runs any more, so that what it owned may be taken
  /// over.
  ///
  /// @param owner that [#isDead]
  void awaitStopped(int owner);

  /// Whether the last thread of a dead process is gone for good: none of them runs, and none sleeps
  /// on a word and could still use up a wake.
  ///
  /// @param owner that [#isDead]
  default boolean hasLeft(int owner) {
    return true;
  }

  /// The words that the kernel marks when a process dies, and wakes a waiter of.
  Words lifeWords();

  /// Where in [#lifeWords] the word of an owner is.
  long lifeOffset(int owner);

  /// Whether a process is not known to be dead.
  default boolean isAlive(int owner) {
    return !isDead(owner);
  }

  /// Runs an action when a process has died: once, in a thread of the library's, or, if it is dead
  /// already, at once in the caller's. The dead one's threads may still run for a moment, see
  /// [#awaitStopped]. What the action throws is logged. [#NOBODY] is dead.
  void onDeath(int owner, Runnable action);

  /// For messages: `process 'worker-1' (pid 42)`.
  String describe(int owner);
}
