package io.tandem.memory;

import io.tandem.lock.WordLock;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one thread of one process at a time change what is made in a scope; a process that dies
/// meanwhile loses its turn to the next.
final class ScopeGuard {
  private final ScopeSegments segments;
  private final WordLock lock;
  private final ReentrantLock inside = new ReentrantLock();

  ScopeGuard(ScopeSegments segments, Peers peers, Parker parker) {
    this.segments = segments;
    this.lock = new WordLock(segments.control(), ScopeLayout.GUARD_AT, peers, parker);
  }

  /// Runs with the scope's lock held.
  ///
  /// @throws IllegalStateException inside itself
  <T> T guarded(Supplier<T> work) {
    refuseInside("make, find or free an object of");
    inside.lock();
    try {
      lockMemory();
      try {
        return work.get();
      } finally {
        unlockMemory();
      }
    } finally {
      inside.unlock();
    }
  }

  private void lockMemory() {
    segments.requireMapped();
    requireWhole();
    switch (lock.lock()) {
      case INCONSISTENT -> lock.setConsistent(); // the allocator always looks for what was left
      case NOT_RECOVERABLE, NONE -> throw segments.damaged("its lock is given up");
      case CONSISTENT -> {}
    }
  }

  /// A plain read is an error where the file was cut off; the lock's CAS would end the JVM.
  private void requireWhole() {
    Words control = segments.control();
    int state = control.getIntAcquire(ScopeLayout.STATE_AT); // acquire: pairs with writeTo
    if (state != ScopeLayout.READY) {
      throw segments.damaged("its state is %#x".formatted(state));
    }
  }

  private void unlockMemory() {
    try {
      lock.unlock();
    } catch (IllegalMonitorStateException e) {
      throw segments.damaged("its lock was changed while it was held");
    }
  }

  /// Runs while no other thread of this process is in [#guarded].
  void whileNobodyIsInside(Runnable action) {
    inside.lock();
    try {
      action.run();
    } finally {
      inside.unlock();
    }
  }

  /// @param what the caller wants to do, for the message
  /// @throws IllegalStateException if this thread is in [#guarded]
  void refuseInside(String what) {
    if (inside.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "Cannot %s scope %s while an object is being made in it. "
                  .formatted(what, segments.file())
              + "Do it before or after, not in the initializer.");
    }
  }
}
