package io.tandem.value;

import static java.util.stream.Collectors.joining;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import io.tandem.inspect.Printable;
import java.util.List;
import java.util.Optional;

/// What records in shared memory look like from outside.
///
/// @param declaration of the struct in C
/// @param length how many there are: 1 for a single value
/// @param first records, for people
/// @param lock beside them
public record StructView(
    String declaration, long length, List<String> first, Optional<LockView> lock)
    implements Details {
  /// Copies the list, and escapes text, see [Printable].
  public StructView {
    declaration = Printable.of(declaration);
    first = first.stream().map(Printable::of).toList();
  }

  @Override
  public String text() {
    String records = first.stream().collect(joining(", "));
    String more = first.size() < length ? ", ... %d in all".formatted(length) : "";
    return records + more + " of " + declaration + ValueView.text(lock);
  }
}
