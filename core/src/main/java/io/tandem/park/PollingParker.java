package io.tandem.park;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sleeps a little, looks, and sleeps longer: half of the time that it has slept so far, 50 µs at
/// first and 50 ms at most, for which an idle thread pays next to nothing. Works everywhere, and
/// needs nobody to wake it.
final class PollingParker implements Parker {
  private static final long FIRST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LAST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ANYBODY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Peers peers;

  PollingParker(Peers peers) {
    this.peers = peers;
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    long start = System.nanoTime();
    long most = owner == ANYBODY ? Math.min(nanos, ANYBODY_NANOS) : nanos; // deaths tell nobody
    while (!Thread.interrupted()) {
      long slept = System.nanoTime() - start;
      if (slept >= most || !mustSleep(words, offset, expected, owner)) {
        return;
      }
      LockSupport.parkNanos(this, Math.min(nap(slept), most - slept));
    }
    throw new InterruptedException("Interrupted while waiting for shared memory to change");
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    long start = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          long left = nanos - (System.nanoTime() - start);
          park(words, offset, expected, owner, left);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// How long to nap after sleeping for so long.
  static long nap(long slept) {
    return Math.clamp(slept / 2, FIRST_NAP_NANOS, LAST_NAP_NANOS);
  }

  private boolean mustSleep(Words words, long offset, int expected, int owner) {
    return words.getIntAcquire(offset) == expected
        && (owner == Peers.NOBODY || owner == ANYBODY || !peers.isDead(owner));
  }

  @Override
  public void wakeOne(Words words, long offset) {
    // The sleepers look for themselves.
  }

  @Override
  public void wakeAll(Words words, long offset) {
    // The sleepers look for themselves.
  }
}
