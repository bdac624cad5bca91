package io.tandem.list;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import io.tandem.inspect.Printable;
import java.util.Optional;

/// What a shared list looks like from outside.
///
/// @param size the number of elements
/// @param type of the elements
/// @param changes of the list so far, up to 2147483647 and then again from 0; setting one element
///   counts twice
/// @param lock that changes take
public record SharedListView(int size, String type, long changes, Optional<LockView> lock)
    implements Details {
  /// Escapes the type, see [Printable].
  public SharedListView {
    type = Printable.of(type);
  }

  @Override
  public String text() {
    return "%d of %s; changed %d times".formatted(size, type, changes)
        + lock.flatMap(LockView::holder).map(holder -> "; held by " + holder.text()).orElse("");
  }
}
