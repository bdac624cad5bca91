package io.tandem.sync;

import io.tandem.lock.Hold;
import io.tandem.lock.Recoverable;
import io.tandem.memory.SharedObject;
import java.util.Objects;

/// What becomes of a lock whose holder has died: what [OwnerDeath] says, until somebody repairs
/// what the lock guards, or gives it up.
///
/// @param object the lock, for messages
/// @param deed of the dead, for messages: such as `holding it`
/// @param lock of this process
record Recovery(SharedObject object, OwnerDeath policy, String deed, Recoverable lock) {
  Recovery {
    Objects.requireNonNull(policy, "A lock needs a policy: see OwnerDeath");
  }

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
      applyPolicy();
      settled = true;
      return true;
    } finally {
      if (!settled) {
        lock.unlockAll();
      }
    }
  }

  private void applyPolicy() {
    switch (policy.kind()) {
      case FAIL -> throw died();
      case IGNORE -> {}
      case REPAIR -> policy.repair();
    }
    lock.setConsistent();
  }

  /// As [#settle], for a thread that has waited for a condition: whatever it is told, it holds the
  /// lock, and unlocks it, unless that was given up.
  void settleAfterWait(Hold hold) {
    if (hold == Hold.INCONSISTENT) {
      applyPolicy();
    } else {
      boolean _ = settle(hold);
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
      if (hold == Hold.CONSISTENT && !lock.isInconsistent()) {
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
