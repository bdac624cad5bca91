package io.tandem.manager;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The flag of a [ManagedEvent], where it is.
final class EventReferent implements EventService {
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition wasSet = guard.newCondition();
  private boolean set; // guarded by guard, as the next
  private long times; // it was set

  @Override
  public boolean isSet() {
    guard.lock();
    try {
      return set;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void set() {
    guard.lock();
    try {
      set = true;
      times++;
      wasSet.signalAll();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void clear() {
    guard.lock();
    try {
      set = false;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public boolean await(long nanos) throws InterruptedException {
    guard.lockInterruptibly();
    try {
      long before = times;
      long left = nanos;
      while (!set && times == before) {
        if (left <= 0) {
          return false;
        }
        left = wasSet.awaitNanos(left);
      }
      return true;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public String toString() {
    return "event that is " + (isSet() ? "set" : "not set");
  }
}
