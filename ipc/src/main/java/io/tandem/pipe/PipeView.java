package io.tandem.pipe;

import io.tandem.inspect.Details;
import io.tandem.ring.RingView;
import java.util.List;

/// What a pipe looks like from outside, read without disturbing who uses it.
///
/// **Shape.** One ring for each direction, the one to the first end first.
///
/// **Sharing.** Any process may look at any time.
///
/// **Lifetime.** A view is a value.
///
/// **Errors.** None of its own.
///
/// **Source.** `ss -x`, which shows the sockets of Python's pipes.
///
/// ```java
/// PipeView idle = new PipeView("held by 'a'", "used by 'b'", List.of());
/// ```
///
/// @param first who has the first end, and whether it is used or closed
/// @param second who has the second end
/// @param rings with the messages, or parts of messages, that are on their way
public record PipeView(String first, String second, List<RingView> rings) implements Details {
  /// Copies the list.
  public PipeView {
    rings = List.copyOf(rings);
  }

  @Override
  public String text() {
    var text = new StringBuilder("first end %s; second end %s".formatted(first, second));
    for (int i = 0; i < rings.size(); i++) {
      RingView ring = rings.get(i);
      text.append("; to the %s %d records".formatted(i == 0 ? "first" : "second", ring.pending()));
    }
    return text.toString();
  }
}
