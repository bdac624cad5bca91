package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import io.tandem.inspect.Printable;
import java.util.Optional;

/// What a shared string looks like from outside.
///
/// @param beginning of the text, at most 40 characters
/// @param bytes that all of it takes
/// @param capacity in bytes
/// @param lock that setting takes
public record SharedStringView(String beginning, int bytes, int capacity, Optional<LockView> lock)
    implements Details {
  /// Escapes the text, see [Printable].
  public SharedStringView {
    beginning = Printable.of(beginning);
  }

  @Override
  public String text() {
    return "'%s', %d of %d bytes".formatted(beginning, bytes, capacity) + ValueView.text(lock);
  }
}
