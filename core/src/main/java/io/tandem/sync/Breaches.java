package io.tandem.sync;

import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The table in which a barrier says why its last generations broke, see [BarrierLayout].
///
/// An entry is first only what somebody means to do: a generation may pass all the same. It is
/// confirmed before the next generation begins, and replaced by that of a later one only.
///
/// @param offset of the barrier in the words
record Breaches(Words words, long offset, Peers peers) {
  /// Before the state says that it is broken, so that whoever reads that finds a cause.
  void note(Breach breach) {
    Breach seen = at(breach.generation());
    if (!seen.isOf(breach.generation()) && !seen.isLaterThan(breach.generation())) {
      boolean _ = replace(seen, breach); // who is faster has a cause as well
    }
  }

  /// Enters that a generation has ended broken, whoever is late to ask.
  void confirm(int generation) {
    boolean confirmed = false;
    while (!confirmed) {
      Breach seen = at(generation);
      Breach breach =
          seen.isOf(generation) ? seen : Breach.of(generation, Breach.Cause.RESET, peers.self());
      confirmed = seen.saysThatItBroke(generation) || replace(seen, breach.ended());
    }
  }

  /// Whether a generation that is over has ended broken. Who was kept from asking while 64 others
  /// broke is told that it has.
  boolean sayThatItBroke(int generation) {
    return at(generation).saysThatItBroke(generation);
  }

  /// Why a generation broke, for people.
  String cause(int generation) {
    Breach seen = at(generation);
    return seen.isOf(generation) ? seen.text(peers) : "others broke it long ago";
  }

  private Breach at(int generation) {
    return new Breach(words.getLongAcquire(wordAt(generation))); // acquire: pairs with replace
  }

  /// Both are of generations that have the same entry.
  private boolean replace(Breach seen, Breach breach) {
    long at = wordAt(breach.generation());
    return words.compareAndSetLong(at, seen.bits(), breach.bits()); // full fence: pairs with at
  }

  private long wordAt(int generation) {
    return offset + BarrierLayout.breachAt(generation);
  }
}
