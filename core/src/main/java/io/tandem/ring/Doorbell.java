package io.tandem.ring;

import io.tandem.park.Parker;
import io.tandem.park.Waiting;
import io.tandem.word.Words;

/// A word that one side of a ring sleeps on until the other has done something.
///
/// It is odd while somebody sleeps or is about to, and grows with each sleep and each ring, so that
/// a sleeper that was late for a ring does not mistake another's arming for its own. The one who
/// rings pays for a load as long as nobody sleeps.
final class Doorbell {
  private final Words words;
  private final long offset;
  private final Parker parker;

  Doorbell(Words words, long offset, Parker parker) {
    this.words = words;
    this.offset = offset;
    this.parker = parker;
  }

  /// Wakes all that sleep. What the caller stored before, they will see.
  void ring() {
    Fences.light(); // pairs with arm
    int seen = words.getInt(offset); // plain: whoever wakes decides by a CAS
    if (isArmed(seen)) {
      wake(seen);
    }
  }

  private void wake(int seen) {
    if (words.compareAndSetInt(offset, seen, seen + 1)) {
      parker.wakeAll(words, offset);
    }
  }

  /// Announces a sleep. Whoever stores something from now on rings; what was stored before is seen
  /// by the next look, so the caller looks once more and then sleeps.
  ///
  /// @return what the bell holds until it is rung
  int arm() {
    int seen = words.getIntAcquire(offset);
    while (!isArmed(seen) && !words.compareAndSetInt(offset, seen, seen + 1)) {
      seen = words.getIntAcquire(offset);
    }
    Fences.heavy(); // pairs with ring
    return seen | 1;
  }

  /// The way to sleep until the bell is rung, with [#arm] before each sleep.
  Waiting waiting(long spinNanos) {
    return new Waiting(parker, words, offset, spinNanos);
  }

  private static boolean isArmed(int seen) {
    return (seen & 1) != 0;
  }
}
