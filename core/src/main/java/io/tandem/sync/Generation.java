package io.tandem.sync;

import io.tandem.peer.Peers;

/// The numbers in the words of a barrier, see [BarrierLayout]: its state, and what else belongs to
/// one generation.
final class Generation {
  static final int BROKEN = 1;
  static final int LAST_BROKE = 2;

  private static final int STATE_SHIFT = 2;
  private static final int MASK = (1 << 30) - 1;
  private static final int HALF = 1 << 29;

  private Generation() {}

  static int ofState(int state) {
    return state >>> STATE_SHIFT;
  }

  static boolean isBroken(int state) {
    return (state & BROKEN) != 0;
  }

  /// The state of the next generation.
  static int next(int state) {
    int next = (ofState(state) + 1 & MASK) << STATE_SHIFT;
    return isBroken(state) ? next | LAST_BROKE : next;
  }

  /// How many generations later one is than another.
  static int from(int earlier, int later) {
    return later - earlier & MASK;
  }

  static boolean isLater(int generation, int than) {
    int distance = from(than, generation);
    return distance != 0 && distance < HALF;
  }

  // ---- arrivals ----

  static long arrival(int generation, int owner) {
    return (long) generation << Integer.SIZE | owner;
  }

  /// The process that has arrived in a generation, or [Peers#NOBODY].
  static int arrived(long arrival, int generation) {
    return ofLong(arrival) == generation ? (int) arrival & Peers.OWNER_MASK : Peers.NOBODY;
  }

  static int ofLong(long arrivalOrBreach) {
    return (int) (arrivalOrBreach >>> Integer.SIZE) & MASK;
  }
}
