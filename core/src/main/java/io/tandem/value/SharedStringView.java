package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;

/// What a shared string looks like from outside.
///
/// @param beginning of the text, at most 40 characters
/// @param bytes that all of it takes
/// @param capacity in bytes
/// @param lock that setting takes
public record SharedStringView(String beginning, int bytes, int capacity, LockView lock)
    implements Details {
  @Override
  public String text() {
    return "'%s', %d of %d bytes".formatted(beginning, bytes, capacity)
        + (lock.acquisitions() == 0 ? "" : "; its lock is " + lock.text());
  }
}
