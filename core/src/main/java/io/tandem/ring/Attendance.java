package io.tandem.ring;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Which producers came and which left: how a consumer knows that nothing more will come.
///
/// Each process that has producers has a seat, one word that changes by compare-and-set:
///
/// ```text
/// bits 63..46   45..29                  28..0
///      came     open producers of it    the process
/// ```
///
/// A dead process's producers count as closed. A seat whose producers are all closed or dead can be
/// given to another process, and keeps its count of those that came. Seats are taken from the first
/// on and never emptied, so an empty one is behind all that are taken.
final class Attendance {
  static final int MOST_EXPECTED = (1 << 18) - 1;

  private static final int OPEN_SHIFT = 29;
  private static final int CAME_SHIFT = 46;
  private static final int MOST_OPEN = (1 << CAME_SHIFT - OPEN_SHIFT) - 1;
  private static final long ONE_OPEN = 1L << OPEN_SHIFT;
  private static final int NOT_OVER = -1;

  private final RingMemory ring;
  private final Words words;
  private final Peers peers;

  Attendance(RingMemory ring) {
    this.ring = ring;
    this.words = ring.words();
    this.peers = ring.peers();
  }

  /// @return the seat, to be given to [#leave]
  int come() {
    int self = peers.self();
    while (true) {
      int seat = findSeat(self);
      long word = words.getLongAcquire(RingLayout.seatAt(seat));
      boolean own = owner(word) == self;
      if ((own || isFree(word)) && take(seat, word, own ? open(word) : 0, self)) {
        return seat;
      }
    }
  }

  /// As [#come], for one who needs a role, too. The seat comes first: whoever dies in between has
  /// come, and so is not waited for.
  ///
  /// @throws IllegalStateException if a living process has the role
  int comeAs(Role role) {
    int seat = come();
    try {
      role.take(ring);
    } catch (IllegalStateException e) {
      leave(seat);
      throw e;
    }
    return seat;
  }

  private boolean take(int seat, long word, int open, int self) {
    int came = Math.min(came(word) + 1, MOST_EXPECTED);
    if (!words.compareAndSetLong(RingLayout.seatAt(seat), word, seat(self, open + 1, came))) {
      return false;
    }
    if (open == 0 && open(word) > 0) {
      words.getAndAddLong(RingLayout.DIED_AT, open(word));
    }
    return true;
  }

  void leave(int seat) {
    long at = RingLayout.seatAt(seat);
    int self = peers.self();
    long word = words.getLongAcquire(at);
    // Once this process counts as dead, the seat may be another's.
    while (owner(word) == self
        && !words.compareAndSetLong(at, word, word - ONE_OPEN)) { // pairs with isOver
      word = words.getLongAcquire(at);
    }
  }

  /// Whether all that were expected came, and all that came left or died and will do nothing more.
  boolean isOver() {
    int came = cameIfAllLeft();
    // The same number again means that nobody came in between: all had left at the same time.
    if (came < ring.expectedProducers() || cameIfAllLeft() != came) {
      return false;
    }
    awaitTheDead();
    return true;
  }

  private int cameIfAllLeft() {
    int sum = 0;
    for (int seat = 0; seat < RingLayout.SEATS; seat++) {
      long word = words.getLongAcquire(RingLayout.seatAt(seat)); // acquire: pairs with leave
      if (word == 0) {
        break;
      }
      if (!isFree(word)) {
        return NOT_OVER;
      }
      sum += came(word);
    }
    return sum;
  }

  private void awaitTheDead() {
    for (int seat = 0; seat < RingLayout.SEATS; seat++) {
      long word = words.getLongAcquire(RingLayout.seatAt(seat));
      if (word == 0) {
        return;
      }
      if (open(word) > 0 && peers.isDead(owner(word))) {
        peers.awaitStopped(owner(word));
      }
    }
  }

  /// A living process that has producers, or nobody.
  int anyOpen() {
    for (int seat = 0; seat < RingLayout.SEATS; seat++) {
      long word = words.getLongAcquire(RingLayout.seatAt(seat));
      if (!isFree(word)) {
        return owner(word);
      }
      if (word == 0) {
        break;
      }
    }
    return Peers.NOBODY;
  }

  /// How many producers never closed because their process died.
  long died() {
    return died(words, peers::isDead);
  }

  static long died(Words words, IntPredicate isDead) {
    long died = words.getLongAcquire(RingLayout.DIED_AT);
    for (int seat = 0; seat < RingLayout.SEATS; seat++) {
      long word = words.getLongAcquire(RingLayout.seatAt(seat));
      if (open(word) > 0 && isDead.test(owner(word))) {
        died += open(word);
      }
    }
    return died;
  }

  /// The processes that have producers, dead or alive.
  static IntStream present(Words words) {
    return IntStream.range(0, RingLayout.SEATS)
        .mapToLong(seat -> words.getLongAcquire(RingLayout.seatAt(seat)))
        .filter(word -> open(word) > 0)
        .mapToInt(Attendance::owner);
  }

  /// The process's own seat, else an empty one, else one that is free.
  private int findSeat(int self) {
    int free = RingLayout.SEATS;
    for (int seat = 0; seat < RingLayout.SEATS; seat++) {
      long word = words.getLongAcquire(RingLayout.seatAt(seat));
      if (owner(word) == self && open(word) < MOST_OPEN || word == 0) {
        return seat;
      }
      if (free == RingLayout.SEATS && isFree(word)) {
        free = seat;
      }
    }
    if (free == RingLayout.SEATS) {
      throw new IllegalStateException(
          "Cannot be a producer of %s: %d processes are. Close some of their producers."
              .formatted(ring, RingLayout.SEATS));
    }
    return free;
  }

  private boolean isFree(long word) {
    return open(word) == 0 || peers.isDead(owner(word));
  }

  private static long seat(int owner, int open, int came) {
    return (long) came << CAME_SHIFT | (long) open << OPEN_SHIFT | owner;
  }

  private static int owner(long word) {
    return (int) word & Peers.OWNER_MASK;
  }

  private static int open(long word) {
    return (int) (word >>> OPEN_SHIFT) & MOST_OPEN;
  }

  private static int came(long word) {
    return (int) (word >>> CAME_SHIFT);
  }
}
