package io.tandem.park;

import io.tandem.word.Words;

/// Sleeping on shared 32-bit words.
///
/// The caller checks its condition in a loop around [#park]: a sleep may end for no reason. No
/// sleep is longer than it was asked to be.
public interface Parker {
  /// Sleeps unless the word differs from `expected`, until it is woken, the owner dies, the thread
  /// is interrupted, or the time is over.
  ///
  /// @param owner whose death ends the sleep, or [io.tandem.peer.Peers#NOBODY]
  /// @param nanos the longest sleep: 1 or more
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException;

  /// As [#park], but an interrupt does not end it and stays pending.
  void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos);

  /// Wakes at most one thread, of any process, that sleeps on the word.
  void wakeOne(Words words, long offset);

  /// Wakes all threads, of all processes, that sleep on the word.
  void wakeAll(Words words, long offset);
}
