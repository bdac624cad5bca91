package io.tandem.park;

import io.tandem.peer.Peers;

/// What one side of a structure waits for, as [Waiting] asks for it. A structure keeps one object
/// for all its waits of a kind, so that waiting allocates nothing.
public interface Wait {
  /// Whether there is nothing to wait for any more. May take what was waited for, as a lock does.
  /// Called again and again while spinning, and around each sleep.
  boolean isOver();

  /// Announces a sleep, so that the other side wakes the word from now on: sets a flag, and has it
  /// seen before [#isOver], which is asked next, looks at anything. What it announces may outlive
  /// the wait, which then costs a needless wake.
  ///
  /// @return what the word holds as long as sleeping is right; with any other value the wait looks
  ///   again at once
  int announceSleep();

  /// The process whose death ends the sleep just announced, or [Peers#NOBODY], or [Parker#ANYBODY].
  default int owner() {
    return Peers.NOBODY;
  }
}
