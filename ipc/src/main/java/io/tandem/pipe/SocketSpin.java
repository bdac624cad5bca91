package io.tandem.pipe;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Looks into a socket for some microseconds before its thread sleeps: to sleep and be woken takes
/// two switches of threads. Learns whether that pays: each time in vain, it leaves out twice as
/// many waits, until one pays again.
final class SocketSpin {
  private static final boolean ONE_CPU = Runtime.getRuntime().availableProcessors() == 1;
  private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(30);
  private static final int MOST_LEFT_OUT = 63;

  private int leftOut; // from now on
  private int next; // to be left out after the next in vain

  /// What is looked for.
  interface Look {
    /// @return whether it is there
    boolean find() throws IOException;
  }

  /// For one thread at a time.
  ///
  /// @return whether it was found
  boolean spin(Look look) throws IOException {
    if (ONE_CPU || leftOut > 0) {
      leftOut--;
      return false;
    }
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
      if (look.find()) {
        next = 0;
        return true;
      }
    } while (System.nanoTime() - start < NANOS);
    leftOut = next;
    next = Math.min(2 * next + 1, MOST_LEFT_OUT);
    return false;
  }
}
