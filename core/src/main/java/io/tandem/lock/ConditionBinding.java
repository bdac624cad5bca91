package io.tandem.lock;

import io.tandem.word.Words;

/// Which lock a condition belongs to.
public final class ConditionBinding {
  private ConditionBinding() {}

  /// @param words that begin with the condition
  /// @return where the lock is in the scope of both
  public static long get(Words words) {
    return words.getLong(ConditionLayout.LOCK_AT);
  }

  /// Before anybody else sees the condition.
  public static void set(Words words, long lock) {
    words.setLong(ConditionLayout.LOCK_AT, lock);
  }
}
