package io.tandem.queue;

/// What one thread wants from a queue: to take a message, to lease one, to look at some. An
/// [Outlet] runs it, once.
///
/// What may take long or fail is done before or after the lock is held: whatever memory the message
/// will need is prepared by a guess, and if it was wrong, prepared again.
abstract class Removal {
  /// How an attempt ended.
  enum Outcome {
    DONE,
    /// Nothing is there.
    EMPTY,
    /// Something is there for which more has to be prepared.
    UNPREPARED
  }

  /// Gets what is needed for the message that is next. Without the lock, so it may be another one
  /// by the time it matters.
  void prepare() {}

  /// Takes a message that came back. Only under the lock.
  ///
  /// @param holding where it is
  abstract Outcome takeReturned(int holding);

  /// Takes the message at the head, which is there, and moves the head. Only under the lock.
  abstract Outcome takeHead(long head);

  /// Gives up what was prepared in vain, and finishes what was begun. Without the lock, always.
  void finish() {}
}
