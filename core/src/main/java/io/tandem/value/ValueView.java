package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import java.util.Optional;

/// What a value looks like from outside.
///
/// @param value as Java's type for it
/// @param lock beside it
public record ValueView(Object value, Optional<LockView> lock) implements Details {
  @Override
  public String text() {
    return value + text(lock);
  }

  /// Says nothing of a lock that nobody ever took.
  static String text(Optional<LockView> lock) {
    return lock.filter(found -> found.acquisitions() > 0)
        .map(found -> "; its lock is " + found.text())
        .orElse("");
  }
}
