package io.tandem.manager;

/// What a [ManagedSemaphore] asks its server.
interface SemaphoreService {
  @Quick
  boolean tryAcquire(int count);

  void acquire(int count);

  /// @return whether they were acquired within the time
  boolean acquire(int count, long nanos) throws InterruptedException;

  @Quick
  void release(int count);

  @Quick
  int drain();

  @Quick
  int available();
}
