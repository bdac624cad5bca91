package io.tandem.ring;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// A part in a ring that one thread of one process may play at a time.
///
/// Whoever dies in it can be replaced, once nothing of him runs any more. The new one begins with
/// putting right what the old one may have left half done.
enum Role {
  PRODUCER("producer", RingLayout.PRODUCER_AT),
  CONSUMER("consumer", RingLayout.CONSUMER_AT);

  private final String noun;
  private final long offset;

  Role(String noun, long offset) {
    this.noun = noun;
    this.offset = offset;
  }

  /// @throws IllegalStateException naming the holder, if there is one and it lives
  void take(RingMemory ring) {
    Words words = ring.words();
    Peers peers = ring.peers();
    int self = peers.self();
    while (true) {
      int holder = words.getIntAcquire(offset); // acquire: pairs with giveBack
      if (holder == Peers.NOBODY) {
        if (words.compareAndSetInt(offset, Peers.NOBODY, self)) {
          return;
        }
      } else if (!peers.isDead(holder)) {
        throw taken(ring, holder, self);
      } else {
        peers.awaitStopped(holder);
        if (words.compareAndSetInt(offset, holder, self)) {
          words.getAndAddLong(RingLayout.REPLACED_AT, 1);
          return;
        }
      }
    }
  }

  void giveBack(RingMemory ring) {
    ring.words().setIntRelease(offset, Peers.NOBODY); // release: pairs with take
  }

  /// The living holder, or nobody.
  int holder(RingMemory ring) {
    int holder = ring.words().getIntAcquire(offset);
    return holder == Peers.NOBODY || ring.peers().isDead(holder) ? Peers.NOBODY : holder;
  }

  private IllegalStateException taken(RingMemory ring, int holder, int self) {
    String who = (holder == self ? "this process, " : "") + ring.peers().describe(holder);
    return new IllegalStateException(
        "Cannot be the %s of %s: %s is. Let it close first%s."
            .formatted(noun, ring, who, this == PRODUCER ? ", or use a ManyToOneRing" : ""));
  }
}
