package io.tandem.inspect;

import java.util.Optional;

/// A lock in shared memory, at one moment.
///
/// @param holder who holds it, alive or dead; empty if nobody does
/// @param waiters whether somebody may wait for it
/// @param condition of what the lock guards
/// @param acquisitions how often it was taken so far
/// @param ownerDeaths how many died holding it, and were replaced by the next
public record LockView(
    Optional<PeerView> holder,
    boolean waiters,
    Condition condition,
    long acquisitions,
    long ownerDeaths)
    implements Details {
  /// What the lock guards.
  public enum Condition {
    /// Whole, as far as anybody said.
    CONSISTENT,
    /// A holder died, and nobody has repaired what it left.
    INCONSISTENT,
    /// Given up: nobody can hold the lock again.
    NOT_RECOVERABLE
  }

  @Override
  public String text() {
    var text = new StringBuilder(holder.map(h -> "held by " + h.text()).orElse("free"));
    if (waiters) {
      text.append(", with waiters");
    }
    switch (condition) {
      case CONSISTENT -> {}
      case INCONSISTENT -> text.append(", inconsistent");
      case NOT_RECOVERABLE -> text.append(", given up");
    }
    text.append("; taken ").append(acquisitions).append(" times");
    if (ownerDeaths > 0) {
      text.append(", ").append(ownerDeaths).append(" died holding it");
    }
    return text.toString();
  }
}
