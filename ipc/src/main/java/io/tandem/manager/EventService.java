package io.tandem.manager;

/// What a [ManagedEvent] asks its server.
interface EventService {
  @Quick
  boolean isSet();

  @Quick
  void set();

  @Quick
  void clear();

  /// @return whether it was set within the time
  boolean await(long nanos) throws InterruptedException;
}
