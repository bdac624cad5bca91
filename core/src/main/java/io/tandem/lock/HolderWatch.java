package io.tandem.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks for threads that have ended and still hold a lock: their process lives, so no other one
/// can tell.
///
/// It knows the locks that were held when it looked last, or taken since: whoever takes another one
/// adds it. After a second without any it sleeps until then.
///
/// Not final: where a test plays several processes, nobody watches.
class HolderWatch implements Runnable {
  static final HolderWatch OF_PROCESS = new HolderWatch();

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int IDLE_LOOKS = 20;

  private final List<ThreadLock> locks = new ArrayList<>(); // guarded by this
  private boolean started; // guarded by this

  /// Looks after a lock that has just been taken.
  synchronized void add(ThreadLock lock) {
    if (!lock.isWatched()) {
      lock.setWatched(true);
      locks.add(lock);
      start();
      notifyAll();
    }
  }

  void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("tandem-holders").start(this);
    }
  }

  @Override
  public void run() {
    int idle = 0;
    while (true) {
      LockSupport.parkNanos(this, PERIOD_NANOS);
      idle = look() ? 0 : idle + 1;
      if (idle == IDLE_LOOKS) {
        awaitLocks();
        idle = 0;
      }
    }
  }

  /// @return whether any lock is held
  synchronized boolean look() {
    locks.removeIf(lock -> !isHeld(lock));
    return !locks.isEmpty();
  }

  private synchronized void awaitLocks() {
    while (locks.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException _) {
        // Nobody ends this thread.
      }
    }
  }

  /// Gives the lock up if its holder has ended.
  private static boolean isHeld(ThreadLock lock) {
    try {
      boolean _ = lock.giveUpForEndedThread();
      lock.setWatched(false); // before the look: whoever takes it after that finds it so
      boolean held = lock.isHeldHere();
      if (held) {
        lock.setWatched(true);
      }
      return held;
    } catch (RuntimeException | InternalError _) {
      return false; // its memory is gone, or another object's: whoever held it has freed it
    }
  }
}
