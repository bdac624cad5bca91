package io.tandem.manager;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/// What a [ManagedBarrier] asks its server.
interface BarrierService {
  /// @return how many were still to come
  int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException;

  @Quick
  void reset();

  @Quick
  void abort();

  @Quick
  boolean isBroken();

  @Quick
  int parties();

  @Quick
  int waiting();
}
