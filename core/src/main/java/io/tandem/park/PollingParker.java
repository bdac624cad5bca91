package io.tandem.park;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sleeps a little, looks, and sleeps longer: 50 µs at first, then twice as long each time, up to 1
/// ms. Works everywhere, and needs nobody to wake it.
final class PollingParker implements Parker {
  private static final long FIRST_NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LAST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
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
    long nap = FIRST_NAP_NANOS;
    while (!Thread.interrupted()) {
      long left = most - (System.nanoTime() - start);
      if (left <= 0 || !mustSleep(words, offset, expected, owner)) {
        return;
      }
      LockSupport.parkNanos(this, Math.min(nap, left));
      nap = Math.min(2 * nap, LAST_NAP_NANOS);
    }
    throw new InterruptedException();
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
