package io.tandem.lock;

/// How an attempt to lock ended.
public enum Hold {
  /// Not held: the time is over.
  NONE,
  /// Held.
  CONSISTENT,
  /// Held, but an earlier holder died, and what the lock guards may be half written.
  INCONSISTENT,
  /// Not held, and never to be held again.
  NOT_RECOVERABLE
}
