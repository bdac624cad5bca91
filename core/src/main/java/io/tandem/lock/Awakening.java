package io.tandem.lock;

/// How a wait for a signal ended.
///
/// @param hold of the lock, which is held again unless it was given up
/// @param cause of the end
public record Awakening(Hold hold, Cause cause) {
  /// What ended a wait.
  public enum Cause {
    /// A signal, or what counts as one.
    SIGNAL,
    /// The time is over.
    TIMEOUT,
    /// An interrupt, which is not pending any more.
    INTERRUPT
  }
}
