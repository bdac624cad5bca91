package io.tandem.lock;

import org.jspecify.annotations.Nullable;

/// What a process may hold: a lock, as it knows it.
public interface Held {
  /// Who of this process holds what, for people; null if nobody does.
  @Nullable String heldHere();
}
