package io.tandem.park;

/// How long it pays to look again and again before sleeping: as long as waits are short. Learns
/// from how long they took. A thread that sleeps needs some 10 µs to be up again, so waits of some
/// times that are still better spun for.
final class Spin {
  private static final boolean ONE_CPU = Runtime.getRuntime().availableProcessors() == 1;
  private static final int LOOKS = 16; // between two looks at the clock
  private static final int LEAST_SHARE = 8;
  private static final int SHORT_WAIT = 4;

  private final long most;
  private long nanos; // racy: a hint

  Spin(long most) {
    this.most = ONE_CPU ? 0 : most;
    nanos = this.most;
  }

  /// Looks for a while.
  ///
  /// @return whether the wait is over
  boolean spin(Wait wait, long deadline) {
    long start = System.nanoTime();
    long longest = Math.min(nanos, deadline - start);
    while (System.nanoTime() - start < longest) {
      for (int i = 0; i < LOOKS; i++) {
        Thread.onSpinWait();
        if (wait.isOver()) {
          nanos = Math.min(2 * nanos, most);
          return true;
        }
      }
    }
    return false;
  }

  /// Notes how long a sleep took.
  void learn(long slept) {
    nanos = slept <= SHORT_WAIT * most ? most : Math.max(nanos / 2, most / LEAST_SHARE);
  }
}
