package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an array looks like from outside.
///
/// @param length of it
/// @param first elements
/// @param lock beside them
public record ArrayView(long length, List<Object> first, Optional<LockView> lock)
    implements Details {
  /// Copies the list.
  public ArrayView {
    first = List.copyOf(first);
  }

  @Override
  public String text() {
    return text(first, length) + ValueView.text(lock);
  }

  static String text(List<Object> first, long length) {
    String more = first.size() < length ? ", ... %d in all]".formatted(length) : "]";
    return first.stream().map(Object::toString).collect(Collectors.joining(", ", "[", more));
  }
}
