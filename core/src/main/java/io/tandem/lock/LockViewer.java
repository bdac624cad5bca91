package io.tandem.lock;

import io.tandem.inspect.LockView;
import io.tandem.inspect.LockView.Condition;
import io.tandem.inspect.PeerView;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads a [WordLock] from outside.
public final class LockViewer {
  private LockViewer() {}

  /// What a lock is at this moment.
  ///
  /// @param offset of its 64 bytes in the words
  /// @param peers the process that an owner is
  public static LockView view(Words words, long offset, IntFunction<PeerView> peers) {
    int word = words.getIntAcquire(offset + LockLayout.WORD_AT); // acquire: pairs with unlock
    int owner = word & Peers.OWNER_MASK;
    return new LockView(
        owner == Peers.NOBODY ? Optional.empty() : Optional.of(peers.apply(owner)),
        words.getLong(offset + LockLayout.THREAD_AT),
        (word & WordLock.WAITERS) != 0,
        condition(word),
        words.getLong(offset + LockLayout.TOKEN_AT),
        words.getLong(offset + LockLayout.OWNER_DEATHS_AT));
  }

  private static Condition condition(int word) {
    if ((word & WordLock.NOT_RECOVERABLE) != 0) {
      return Condition.NOT_RECOVERABLE;
    }
    return (word & WordLock.INCONSISTENT) != 0 ? Condition.INCONSISTENT : Condition.CONSISTENT;
  }
}
