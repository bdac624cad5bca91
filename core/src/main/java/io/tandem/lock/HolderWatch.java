package io.tandem.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks for threads that have ended and still hold a lock: their process lives, so no other one
/// can tell.
final class HolderWatch implements Runnable {
  static final HolderWatch OF_PROCESS = new HolderWatch();

  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Set<ThreadLock> locks =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private boolean started; // guarded by this

  /// Looks after a lock for as long as anybody uses it.
  void add(ThreadLock lock) {
    locks.add(lock);
    start();
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("tandem-holders").start(this);
    }
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.parkNanos(this, look() ? BUSY_NANOS : IDLE_NANOS);
    }
  }

  /// @return whether any lock is held
  boolean look() {
    boolean held = false;
    for (ThreadLock lock : all()) {
      if (lock.isHeldHere()) {
        held = true;
        giveUp(lock);
      }
    }
    return held;
  }

  private List<ThreadLock> all() {
    synchronized (locks) {
      return new ArrayList<>(locks);
    }
  }

  private void giveUp(ThreadLock lock) {
    try {
      lock.giveUpForEndedThread();
    } catch (IllegalStateException e) {
      locks.remove(lock); // its scope was closed
    }
  }
}
