package io.tandem.manager;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The meetings of a [ManagedBarrier], where they are. A client that is gone no longer waits: its
/// calls are interrupted, which breaks the meeting.
final class BarrierReferent implements BarrierService {
  private final int parties;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition ended = guard.newCondition();
  private Meeting meeting = new Meeting(); // guarded by guard

  /// One meeting: those who wait for it never hear of another.
  private static final class Meeting {
    int arrived;
    boolean over; // all have arrived
    @Nullable String breach; // what has broken it
  }

  BarrierReferent(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException(
          "Cannot make a barrier for %d parties: use 1 or more.".formatted(parties));
    }
    this.parties = parties;
  }

  @Override
  public int await(long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    guard.lock();
    try {
      Meeting mine = meeting;
      requireWhole(mine);
      if (Thread.interrupted()) {
        breakIt(mine, Caller.current() + " was interrupted, or has ended, before it waited");
        throw new InterruptedException("Interrupted before waiting at a managed barrier");
      }
      int toCome = parties - ++mine.arrived;
      if (toCome == 0) {
        over(mine);
      } else {
        awaitOthers(mine, nanos);
      }
      return toCome;
    } finally {
      guard.unlock();
    }
  }

  private static void requireWhole(Meeting meeting) throws BrokenBarrierException {
    if (meeting.breach != null) {
      throw new BrokenBarrierException(
          "The managed barrier is broken: %s. Call reset() once all know."
              .formatted(meeting.breach));
    }
  }

  private void over(Meeting mine) {
    mine.over = true;
    meeting = new Meeting();
    ended.signalAll();
  }

  private void awaitOthers(Meeting mine, long nanos)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    long left = nanos;
    while (!mine.over) {
      requireWhole(mine);
      if (left <= 0) {
        breakIt(mine, Caller.current() + " did not want to wait any longer");
        throw new TimeoutException("Not all have come to the managed barrier in time.");
      }
      try {
        left = ended.awaitNanos(left);
      } catch (InterruptedException e) {
        if (mine.over) {
          Thread.currentThread().interrupt();
          return;
        }
        breakIt(mine, Caller.current() + " was interrupted, or has ended, while it waited");
        throw e;
      }
    }
  }

  private void breakIt(Meeting broken, String breach) {
    if (broken.breach == null && !broken.over) {
      broken.breach = breach;
      ended.signalAll();
    }
  }

  @Override
  public void reset() {
    guard.lock();
    try {
      if (meeting.arrived > 0) {
        breakIt(meeting, "it was reset");
      }
      meeting = new Meeting();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void abort() {
    guard.lock();
    try {
      breakIt(meeting, "it was aborted");
    } finally {
      guard.unlock();
    }
  }

  @Override
  public boolean isBroken() {
    guard.lock();
    try {
      return meeting.breach != null;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public int parties() {
    return parties;
  }

  @Override
  public int waiting() {
    guard.lock();
    try {
      return meeting.breach == null ? meeting.arrived : 0;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public String toString() {
    return "barrier for %d".formatted(parties);
  }
}
