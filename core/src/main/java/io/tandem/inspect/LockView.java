package io.tandem.inspect;

import java.util.Optional;

/// A lock in shared memory, at one moment.
///
/// @param holder who holds it, alive or dead; empty if nobody does
/// @param thread the id in the holder of the thread that holds it, or of the last one that did; 0
///   if no thread said so
/// @param waiters whether somebody may wait for it
/// @param condition of what the lock guards
/// @param acquisitions how often it was taken so far
/// @param ownerDeaths how many died holding it, and were replaced by the next
public record LockView(
    Optional<PeerView> holder,
    long thread,
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

  private String heldBy(PeerView by) {
    String process = "held by " + by.text();
    return thread == 0 ? process : process + ", thread " + thread;
  }

  @Override
  public Optional<LockView> lock() {
    return Optional.of(this);
  }

  @Override
  public String text() {
    var text = new StringBuilder(holder.map(this::heldBy).orElse("free"));
    if (waiters) {
      text.append(", with waiters");
    }
    switch (condition) {
      case CONSISTENT -> {}
      case INCONSISTENT -> text.append(", inconsistent");
      case NOT_RECOVERABLE -> text.append(", given up");
    }
    text.append(acquisitions == 1 ? "; taken once" : "; taken %d times".formatted(acquisitions));
    if (ownerDeaths > 0) {
      text.append(", ").append(ownerDeaths).append(" died holding it");
    }
    return text.toString();
  }
}
