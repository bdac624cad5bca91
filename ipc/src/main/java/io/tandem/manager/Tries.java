package io.tandem.manager;

import java.util.ConcurrentModificationException;
import java.util.concurrent.CancellationException;

/// The tries of a change by a function, which runs outside of the object's lock: it is tried again
/// when the object was changed meanwhile.
final class Tries {
  private static final int MOST = 1_000;

  private final String kind;
  private int failed;

  /// @param kind of the object, for messages
  Tries(String kind) {
    this.kind = kind;
  }

  /// One more has failed.
  ///
  /// @throws ConcurrentModificationException if it was one too many
  /// @throws CancellationException if the client is gone
  void again() {
    if (++failed == MOST) {
      throw new ConcurrentModificationException(
          "Cannot change a managed %s: each of %d times it was changed while the function ran. "
                  .formatted(kind, MOST)
              + "Let the function change nothing itself, and take less time.");
    }
    if (Caller.current().client().isGone()) {
      throw new CancellationException("The client is gone");
    }
  }
}
