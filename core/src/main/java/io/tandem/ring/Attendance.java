package io.tandem.ring;

/// Which producers came and which left: how a consumer knows that nothing more will come.
final class Attendance {
  private static final long ONE_CAME = 1;
  private static final long ONE_LEFT = 1L << 32;

  private final RingMemory ring;

  Attendance(RingMemory ring) {
    this.ring = ring;
  }

  void come() {
    long _ = (long) RingLayout.ATTENDANCE.getAndAdd(ring.header(), ONE_CAME);
  }

  void leave() {
    long _ = (long) RingLayout.ATTENDANCE.getAndAdd(ring.header(), ONE_LEFT); // pairs with isOver
  }

  /// Whether all that were expected came, and all that came left.
  boolean isOver() {
    long now = (long) RingLayout.ATTENDANCE.getAcquire(ring.header()); // pairs with leave
    int came = (int) now;
    return came >= ring.expectedProducers() && came == (int) (now >>> 32);
  }
}
