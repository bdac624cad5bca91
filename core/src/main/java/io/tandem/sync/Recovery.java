package io.tandem.sync;

import io.tandem.lock.Hold;
import io.tandem.lock.Recoverable;
import io.tandem.memory.SharedObject;

/// What becomes of a lock whose holder has died: what [OwnerDeath] says, until somebody repairs
/// what the lock guards, or gives it up.
///
/// @param object the lock, for messages
/// @param deed of the dead, for messages: such as `holding it`
/// @param lock of this process
record Recovery(SharedObject object, OwnerDeath policy, String deed, Recoverable lock) {
  /// Does what the policy says about a lock that this thread has tried to take.
  ///
  /// @return whether it is held
  boolean settle(Hold hold) {
    return switch (hold) {
      case NONE -> false;
      case CONSISTENT -> true;
      case INCONSISTENT -> afterDeath();
      case NOT_RECOVERABLE ->
          throw new LockAbandonedException(
              "Cannot lock %s: it was given up for good. Free it and make another."
                  .formatted(object));
    };
  }

  private boolean afterDeath() {
    boolean settled = false;
    try {
      switch (policy.kind()) {
        case FAIL -> throw died();
        case IGNORE -> {}
        case REPAIR -> policy.repair();
      }
      lock.setConsistent();
      settled = true;
      return true;
    } finally {
      if (!settled) {
        lock.unlockAll();
      }
    }
  }

  private OwnerDiedException died() {
    return new OwnerDiedException(
        "Cannot lock %s: %s died %s, and what it guards may be half written. "
                .formatted(object, lock.diedText(), deed)
            + "Call recover(repair), or abandon().");
  }

  /// @return whether the repair was needed, and ran
  boolean recover(Runnable repair) {
    Hold hold = lock.lock();
    if (hold == Hold.NOT_RECOVERABLE) {
      return settle(hold);
    }
    try {
      if (hold == Hold.CONSISTENT) {
        return false;
      }
      repair.run();
      lock.setConsistent();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void abandon() {
    if (lock.lock() != Hold.NOT_RECOVERABLE) {
      lock.abandon();
      lock.unlock();
    }
  }
}
