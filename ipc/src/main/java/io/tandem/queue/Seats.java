package io.tandem.queue;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// Which processes have ever put, or ever taken: one word for each. One that has died leaves its
/// seat to the next that comes.
final class Seats {
  private final Words words;
  private final long offset;
  private final Peers peers;
  private boolean present; // racy: to come again is harmless

  /// @param offset of the first
  Seats(Words words, long offset, Peers peers) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
  }

  /// Takes a seat for this process, unless it has one. If all are taken by the living it goes
  /// without, and nobody is ever gone.
  void come() {
    if (!present) {
      take(peers.self());
      present = true;
    }
  }

  private void take(int self) {
    for (int i = 0; i < QueueLayout.SEATS; i++) {
      int owner = words.getIntAcquire(seatAt(i));
      while (owner == Peers.NOBODY || owner != self && peers.isDead(owner)) {
        if (words.compareAndSetInt(seatAt(i), owner, self)) { // full fence: pairs with areGone
          return;
        }
        owner = words.getIntAcquire(seatAt(i));
      }
      if (owner == self) {
        return;
      }
    }
  }

  /// Whether some came, and all of them have died and do nothing more.
  boolean areGone() {
    int i = 0;
    for (; i < QueueLayout.SEATS; i++) {
      int owner = words.getIntAcquire(seatAt(i)); // acquire: pairs with take
      if (owner == Peers.NOBODY) {
        break;
      }
      if (!peers.isDead(owner)) {
        return false;
      }
      peers.awaitStopped(owner);
    }
    return i > 0 && i < QueueLayout.SEATS;
  }

  private long seatAt(int i) {
    return offset + (long) i * Integer.BYTES;
  }
}
