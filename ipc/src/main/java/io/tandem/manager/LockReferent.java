package io.tandem.manager;

import io.tandem.manager.Client.Watch;
import io.tandem.sync.OwnerDiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lock of a [ManagedLock], where it is.
///
/// A thread of the server that runs a call holds the guard for a moment; the caller, a thread of a
/// client, holds the lock. Threads of the server that wait for their callers do so in conditions of
/// the guard, which wake one for each that can go on. Those of a client that is gone are
/// interrupted; until they leave, they take nothing, and pass on what woke them.
final class LockReferent implements LockService {
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition free = guard.newCondition();
  private final List<Condition> awaited = new ArrayList<>(); // once for each that waits
  private @Nullable Hold hold; // guarded by guard, as all below
  private @Nullable Caller dead; // who died holding it, until it is repaired
  private long ownerDeaths;

  /// Who holds it, how often.
  private static final class Hold {
    final Caller caller;
    int count = 1;
    @Nullable Watch watch;

    Hold(Caller caller) {
      this.caller = caller;
    }
  }

  /// Somebody waits who is gone.
  private static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GoneException(Caller caller) {
      super(caller + " is gone", null, false, false);
    }
  }

  // ---- locking ----

  @Override
  public boolean tryLock() {
    guard.lock();
    try {
      return takeNow(Caller.current(), false);
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void lock() {
    lockUninterruptibly(false);
  }

  @Override
  public boolean lock(long nanos) throws InterruptedException {
    Caller caller = Caller.current();
    guard.lock();
    try {
      long left = nanos;
      while (!takeNow(caller, false)) {
        if (left <= 0) {
          return false;
        }
        left = free.awaitNanos(left);
      }
      return true;
    } finally {
      guard.unlock();
    }
  }

  /// @param even if it has to be repaired
  private void lockUninterruptibly(boolean even) {
    Caller caller = Caller.current();
    guard.lock();
    try {
      awaitTurn(caller, even);
    } finally {
      guard.unlock();
    }
  }

  /// Waits in the guard, and remembers interrupts, until it is taken.
  private void awaitTurn(Caller caller, boolean even) {
    boolean interrupted = false;
    try {
      while (!takeNow(caller, even)) {
        try {
          free.await();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Takes it if it is free, or held by the caller.
  private boolean takeNow(Caller caller, boolean even) {
    if (hold != null && hold.caller.equals(caller)) {
      hold.count++;
      return true;
    }
    if (hold != null) {
      requireHere(caller);
      return false;
    }
    if (dead != null && !even) {
      free.signal(); // all who wait are told, one after the other
      throw died();
    }
    var taken = new Hold(caller);
    taken.watch = caller.client().onGone(() -> ownerDied(taken));
    requireHere(caller);
    hold = taken;
    return true;
  }

  /// Nobody who is gone is told that it holds the lock, nor dies holding it.
  private void requireHere(Caller caller) {
    if (caller.client().isGone()) {
      signalIfFree();
      throw new GoneException(caller);
    }
  }

  private void signalIfFree() {
    if (hold == null) {
      free.signal();
    }
  }

  @Override
  public void unlock() {
    guard.lock();
    try {
      Hold mine = requireHeld("unlock");
      mine.count--;
      if (mine.count == 0) {
        release(mine);
      }
    } finally {
      guard.unlock();
    }
  }

  private void release(Hold mine) {
    if (mine.watch != null) {
      mine.watch.cancel();
    }
    hold = null;
    free.signal();
  }

  private Hold requireHeld(String what) {
    Caller caller = Caller.current();
    if (hold == null || !hold.caller.equals(caller)) {
      throw new IllegalMonitorStateException(
          "Cannot %s a managed lock: %s holds it. Call lock() before, in the same thread."
              .formatted(what, hold == null ? "nobody" : hold.caller));
    }
    return hold;
  }

  // ---- after a death ----

  private void ownerDied(Hold last) {
    guard.lock();
    try {
      if (hold == last) {
        hold = null;
        dead = last.caller;
        ownerDeaths++;
        free.signalAll();
        awaited.forEach(Condition::signalAll);
      }
    } finally {
      guard.unlock();
    }
  }

  private OwnerDiedException died() {
    return new OwnerDiedException(
        "Cannot lock a managed lock: %s held it and is gone, so that what it guards may be half "
                .formatted(dead)
            + "changed. Call recover(repair).");
  }

  @Override
  public boolean beginRepair() {
    lockUninterruptibly(true);
    guard.lock();
    try {
      if (dead == null) {
        unlock();
      }
      return dead != null;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void endRepair(boolean whole) {
    guard.lock();
    try {
      requireHeld("repair what is guarded by");
      if (whole) {
        dead = null;
      }
      unlock();
      free.signalAll();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public long ownerDeaths() {
    guard.lock();
    try {
      return ownerDeaths;
    } finally {
      guard.unlock();
    }
  }

  // ---- looking ----

  @Override
  public int holds() {
    guard.lock();
    try {
      return hold != null && hold.caller.equals(Caller.current()) ? hold.count : 0;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public @Nullable String holder() {
    guard.lock();
    try {
      return hold == null ? null : hold.caller.toString();
    } finally {
      guard.unlock();
    }
  }

  @Override
  public String toString() {
    String holder = holder();
    return "lock held by " + (holder == null ? "nobody" : holder);
  }

  // ---- conditions ----

  @Override
  public ConditionService newCondition() {
    return new ConditionReferent();
  }

  private final class ConditionReferent implements ConditionService {
    private final Condition signalled = guard.newCondition();

    @Override
    public boolean await(long nanos) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted before waiting for a condition");
      }
      guard.lock();
      try {
        return awaitHeld(nanos, true);
      } finally {
        guard.unlock();
      }
    }

    @Override
    public void awaitUninterruptibly() {
      guard.lock();
      try {
        boolean _ = awaitHeld(Long.MAX_VALUE, false);
      } catch (InterruptedException e) {
        throw new AssertionError(e); // it was not asked to
      } finally {
        guard.unlock();
      }
    }

    /// Gives the lock up, waits, and takes it again as often as before, whoever died.
    private boolean awaitHeld(long nanos, boolean interruptibly) throws InterruptedException {
      Hold mine = requireHeld("await a condition of");
      release(mine);
      InterruptedException interrupt = null;
      boolean woken = false;
      awaited.add(signalled);
      try {
        woken = awaitSignal(mine.caller, nanos, interruptibly);
      } catch (InterruptedException e) {
        interrupt = e;
      } finally {
        awaited.remove(signalled);
      }
      try {
        awaitTurn(mine.caller, true);
      } catch (GoneException e) {
        if (woken) {
          signalled.signal(); // it was for another
        }
        throw e;
      }
      if (hold != null) {
        hold.count = mine.count;
      }
      if (dead != null) {
        throw died();
      }
      if (interrupt != null) {
        throw interrupt;
      }
      return woken;
    }

    private boolean awaitSignal(Caller caller, long nanos, boolean interruptibly)
        throws InterruptedException {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return signalled.await(nanos, TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            if (interruptibly || caller.client().isGone()) {
              throw e;
            }
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void signal(boolean all) {
      guard.lock();
      try {
        requireHeld("signal a condition of");
        if (all) {
          signalled.signalAll();
        } else {
          signalled.signal();
        }
      } finally {
        guard.unlock();
      }
    }

    @Override
    public String toString() {
      return "condition of " + LockReferent.this;
    }
  }
}
