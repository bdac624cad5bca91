package io.tandem.lock;

import io.tandem.word.Words;

/// What a lock was made to do when its holder dies, as a number.
public final class LockPolicy {
  private LockPolicy() {}

  /// @param words that begin with the lock
  public static int get(Words words) {
    return words.getInt(LockLayout.POLICY_AT);
  }

  /// Before anybody else sees the lock.
  public static void set(Words words, int policy) {
    words.setInt(LockLayout.POLICY_AT, policy);
  }
}
