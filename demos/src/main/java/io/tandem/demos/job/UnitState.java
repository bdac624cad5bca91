package io.tandem.demos.job;

/// What the `state` word of a unit says: see [LedgerLayout].
final class UnitState {
  static final int FREE = 0;
  private static final int TAKEN = 1;
  private static final int SENT = 2;
  private static final int COUNTED = 3;
  private static final int DELIVERED = 4;

  private UnitState() {}

  static int taken(int producer) {
    return TAKEN | producer << 8;
  }

  static int sent(int producer, int consumer) {
    return SENT | producer << 8 | consumer << 16;
  }

  static int counted(int producer, int consumer) {
    return COUNTED | producer << 8 | consumer << 16;
  }

  static int delivered(int counted) {
    return counted - COUNTED + DELIVERED;
  }

  static boolean isCounted(int state) {
    return what(state) >= COUNTED;
  }

  static boolean isDelivered(int state) {
    return what(state) == DELIVERED;
  }

  /// Whether nothing will become of the unit, because a process is lost.
  static boolean isOrphaned(int state, Losses losses) {
    return switch (what(state)) {
      case TAKEN -> losses.isProducerLost(producer(state));
      case SENT -> losses.isProducerLost(producer(state)) || losses.isConsumerLost(consumer(state));
      case COUNTED -> losses.isConsumerLost(consumer(state));
      default -> false;
    };
  }

  static int consumer(int state) {
    return state >>> 16;
  }

  private static int producer(int state) {
    return state >>> 8 & 0xFF;
  }

  private static int what(int state) {
    return state & 0xFF;
  }
}
