package io.tandem.manager;

import io.tandem.sync.OwnerDiedException;
import org.jspecify.annotations.Nullable;

/// What a [ManagedLock] asks its server. The holder is a thread of a client.
interface LockService {
  /// @throws OwnerDiedException if the holder died
  @Quick
  boolean tryLock();

  /// @throws OwnerDiedException if the holder died
  void lock();

  /// @return whether it was locked within the time
  /// @throws OwnerDiedException if the holder died
  boolean lock(long nanos) throws InterruptedException;

  /// @throws IllegalMonitorStateException if the caller does not hold it
  @Quick
  void unlock();

  // ---- after a death ----

  /// Locks it, whoever died.
  ///
  /// @return false if there is nothing to repair: then it is not locked
  boolean beginRepair();

  /// Unlocks it.
  ///
  /// @param whole whether the next one gets it
  @Quick
  void endRepair(boolean whole);

  @Quick
  long ownerDeaths();

  // ---- looking ----

  /// How often the caller holds it.
  @Quick
  int holds();

  @Quick
  @Nullable String holder();

  // ---- conditions ----

  ConditionService newCondition();
}
