package io.tandem.ring;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The word where a ring with several producers keeps its tail: a position in bytes, or, for the
/// moment that one of them needs to claim a record there, a lock that holds both.
///
/// ```text
/// bit 63   62..34   33..0
///     1    owner    the position in units of 8 bytes, as far as it goes
/// ```
///
/// So who claims and what is claimed become known in one compare-and-set: there is no moment at
/// which a death could leave one without the other.
///
/// A ring with one producer leaves the word alone: there the tail is behind what is complete.
final class Tail {
  private static final long LOCKED = 1L << 63;
  private static final int OWNER_SHIFT = 34;
  private static final int UNIT_SHIFT = 3;
  private static final long UNITS = (1L << OWNER_SHIFT) - 1;
  private static final long CYCLE = (UNITS + 1) << UNIT_SHIFT;

  private Tail() {}

  static long lockedBy(int owner, long position) {
    return LOCKED | (long) owner << OWNER_SHIFT | position >>> UNIT_SHIFT & UNITS;
  }

  static boolean isLocked(long word) {
    return word < 0;
  }

  static int owner(long locked) {
    return (int) (locked >>> OWNER_SHIFT) & Peers.OWNER_MASK;
  }

  /// Where the next record of a ring will begin.
  ///
  /// @param head of that ring
  static long find(Words words, int capacity, long head) {
    long word = words.getLongAcquire(RingLayout.tailAt(capacity));
    return Math.max(position(word, head), RecordHeader.skipComplete(words, capacity, head));
  }

  /// The position, locked or not.
  ///
  /// @param head any position at most that far behind as the ring is large
  static long position(long word, long head) {
    if (!isLocked(word)) {
      return word;
    }
    long position = head & -CYCLE | (word & UNITS) << UNIT_SHIFT;
    return position >= head ? position : position + CYCLE;
  }
}
