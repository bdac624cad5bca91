package io.tandem.manager;

import io.tandem.sync.OwnerDiedException;

/// What a [ManagedCondition] asks its server.
interface ConditionService {
  /// Waits, and locks again.
  ///
  /// @return whether a signal came within the time
  /// @throws OwnerDiedException if a holder died; the caller holds the lock
  boolean await(long nanos) throws InterruptedException;

  /// Waits for ever, and locks again.
  ///
  /// @throws OwnerDiedException if a holder died; the caller holds the lock
  void awaitUninterruptibly();

  /// @param all or one
  @Quick
  void signal(boolean all);
}
