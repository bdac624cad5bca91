package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// Permits without owners: anybody may return them, and those that a dead process had are gone.
final class CountedPermits extends Permits {
  private final int most;

  /// @param most that there may be
  CountedPermits(Words words, long offset, Peers peers, Parker parker, int most) {
    super(words, offset, peers, parker);
    this.most = most;
  }

  @Override
  boolean attempt(int count) {
    return lower(count);
  }

  @Override
  void reclaim() {
    // Nobody knows what the dead had.
  }

  @Override
  void give(int count) {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with announce
      int free = freeOf(seen);
      if (count > most - free) {
        throw tooMany(count, free);
      }
      if (words.compareAndSetInt(word, seen, free + count)) { // full fence: pairs with lower
        wake(seen, count);
        return;
      }
    }
  }

  private IllegalStateException tooMany(int count, int free) {
    return new IllegalStateException(
        "Cannot release %d permits of a semaphore of at most %d: %d are free already. "
                .formatted(count, most, free)
            + "Release only what was acquired.");
  }

  @Override
  int drain() {
    while (true) {
      int free = free();
      if (lower(free)) {
        return free;
      }
    }
  }

  @Override
  int available() {
    return free();
  }
}
