package io.tandem.sync;

import io.tandem.peer.Peers;

/// Why a generation of a barrier broke, see [BarrierLayout].
///
/// @param bits as in memory
record Breach(long bits) {
  private static final long ENDED = 1L << 62;
  private static final int CAUSE_SHIFT = 29;
  private static final int CAUSE_MASK = 7;

  /// What breaks a barrier.
  enum Cause {
    NONE("nobody"),
    DEATH("%s died while it waited"),
    TIMEOUT("the time of a thread of %s was over"),
    INTERRUPT("a thread of %s was interrupted"),
    ACTION("the action failed in %s"),
    ABORT("%s aborted it"),
    RESET("%s reset it");

    private final String text;

    Cause(String text) {
      this.text = text;
    }
  }

  static Breach of(int generation, Cause cause, int owner) {
    return new Breach(
        Generation.arrival(generation, owner) | (long) cause.ordinal() << CAUSE_SHIFT);
  }

  int generation() {
    return Generation.ofLong(bits);
  }

  /// Whether it tells of any generation.
  boolean isAny() {
    return cause() != Cause.NONE;
  }

  boolean isOf(int generation) {
    return isAny() && generation() == generation;
  }

  boolean isLaterThan(int generation) {
    return isAny() && Generation.isLater(generation(), generation);
  }

  boolean saysThatItBroke(int generation) {
    return isLaterThan(generation) || isOf(generation) && (bits & ENDED) != 0;
  }

  Breach ended() {
    return new Breach(bits | ENDED);
  }

  String text(Peers peers) {
    return cause().text.formatted(peers.describe((int) bits & Peers.OWNER_MASK));
  }

  private Cause cause() {
    int number = (int) bits >>> CAUSE_SHIFT & CAUSE_MASK;
    return number < Cause.values().length ? Cause.values()[number] : Cause.NONE;
  }
}
