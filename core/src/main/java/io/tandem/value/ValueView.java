package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;

/// What a value looks like from outside.
///
/// @param value as Java's type for it
/// @param lock beside it
public record ValueView(Object value, LockView lock) implements Details {
  @Override
  public String text() {
    return value + text(lock);
  }

  /// Says nothing of a lock that nobody ever took.
  static String text(LockView lock) {
    return lock.acquisitions() == 0 ? "" : "; its lock is " + lock.text();
  }
}
