package io.tandem.lock;

import static io.tandem.lock.ConditionLayout.SEATED_FROM_SEAT;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// Which processes have how many threads that wait for a condition. Changed by the holder of its
/// lock only.
final class ConditionSeats {
  private static final int NO_SEAT = -1;

  private final Words words;
  private final long offset;
  private final Peers peers;

  /// @param offset of the condition in the words
  ConditionSeats(Words words, long offset, Peers peers) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
  }

  /// One more thread of this process waits.
  ///
  /// @return whether there was a seat for it
  boolean sit() {
    int self = peers.self();
    int seat = find(self);
    if (seat == NO_SEAT) {
      return false;
    }
    long at = at(seat);
    if (words.getInt(at) != self) {
      words.setIntRelease(at, self); // release: pairs with isAnyDead
    }
    words.setIntRelease(at + SEATED_FROM_SEAT, words.getInt(at + SEATED_FROM_SEAT) + 1);
    return true;
  }

  /// One less. Only who has sat.
  void rise() {
    long at = at(find(peers.self()));
    words.setIntRelease(at + SEATED_FROM_SEAT, words.getInt(at + SEATED_FROM_SEAT) - 1);
  }

  /// The process's own seat, else one that nobody has. Seats are taken from the first on.
  private int find(int self) {
    int free = NO_SEAT;
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      int owner = words.getInt(at(seat));
      if (owner == self) {
        return seat;
      }
      if (free == NO_SEAT && words.getInt(at(seat) + SEATED_FROM_SEAT) == 0) {
        free = seat;
      }
      if (owner == Peers.NOBODY) {
        break;
      }
    }
    return free;
  }

  /// Whether a thread waits whose process is dead. Who does not hold the lock may ask as well, and
  /// has to ask again when it does.
  boolean isAnyDead() {
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      int owner = words.getIntAcquire(at(seat)); // acquire: pairs with sit
      if (owner == Peers.NOBODY) {
        return false;
      }
      if (isDead(seat, owner)) {
        return true;
      }
    }
    return false;
  }

  /// A process of which a thread waits and which lives, or nobody.
  int anyLiving() {
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      int owner = words.getIntAcquire(at(seat)); // acquire: pairs with sit
      if (owner == Peers.NOBODY) {
        break;
      }
      if (words.getIntAcquire(at(seat) + SEATED_FROM_SEAT) != 0 && !peers.isDead(owner)) {
        return owner;
      }
    }
    return Peers.NOBODY;
  }

  /// The dead rise.
  void removeDead() {
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      int owner = words.getInt(at(seat));
      if (owner == Peers.NOBODY) {
        return;
      }
      if (isDead(seat, owner)) {
        words.setIntRelease(at(seat) + SEATED_FROM_SEAT, 0);
      }
    }
  }

  private boolean isDead(int seat, int owner) {
    return words.getIntAcquire(at(seat) + SEATED_FROM_SEAT) != 0 && peers.isDead(owner);
  }

  private long at(int seat) {
    return offset + ConditionLayout.seatAt(seat);
  }
}
