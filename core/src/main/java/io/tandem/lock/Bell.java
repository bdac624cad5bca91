package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.word.Words;

/// A word to sleep on for all who wait for the same thing: odd if somebody does.
///
/// The sleeper announces itself, looks at what it waits for, and sleeps; the other side changes
/// that, and then rings. Both do so in volatile order, so one of them sees the other.
///
/// @param at where the word is, of 4 bytes
/// @param parker that all sides sleep and wake by
public record Bell(Words words, long at, Parker parker) {
  /// Makes the other side ring.
  ///
  /// @return what the word holds as long as nobody has rung
  public int announce() {
    while (true) {
      int seen = words.getIntVolatile(at);
      if ((seen & 1) != 0) {
        return seen;
      }
      if (words.compareAndSetInt(at, seen, seen + 1)) { // full fence: pairs with ring
        return seen + 1;
      }
    }
  }

  /// Wakes all who have announced themselves, after a volatile write of what they wait for, or one
  /// behind which came a full fence, as that of an unlock.
  public void ring() {
    int seen = words.getIntVolatile(at); // pairs with announce
    if ((seen & 1) != 0) {
      words.compareAndSetInt(at, seen, seen + 1); // if it fails, another one rings
      parker.wakeAll(words, at);
    }
  }
}
