package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import java.util.List;
import java.util.stream.Collectors;

/// What a semaphore looks like from outside, read without disturbing who uses it.
///
/// **Shape.** Numbers that were true one after the other.
///
/// **Source.** Python's `get_value` of a `multiprocessing.Semaphore`; there is nobody to name
/// there.
///
/// ```java
/// System.out.println(new SemaphoreView("plain", 3, 1, false, List.of(), 0).text());
/// // plain, 1 free, 3 at first
/// ```
///
/// @param kind `plain`, `bounded` or `owned`
/// @param permits how many there were at first
/// @param free how many nobody has
/// @param waiters whether somebody may sleep until there are more
/// @param holders who has the others, if they are owned: the dead too, until somebody needs theirs
/// @param returned how many were taken back from dead processes so far
public record SemaphoreView(
    String kind, int permits, int free, boolean waiters, List<Holder> holders, long returned)
    implements Details {
  /// Copies the list.
  public SemaphoreView {
    holders = List.copyOf(holders);
  }

  /// A process that has permits.
  ///
  /// @param process that has them
  /// @param permits how many
  public record Holder(PeerView process, int permits) {
    /// For people: `2 by process 'worker-1' (pid 42)`.
    public String text() {
      return "%d by %s".formatted(permits, process.text());
    }
  }

  @Override
  public String text() {
    var text = new StringBuilder("%s, %d free, %d at first".formatted(kind, free, permits));
    text.append(waiters ? ", with waiters" : "");
    if (!holders.isEmpty()) {
      text.append("; held ");
      text.append(holders.stream().map(Holder::text).collect(Collectors.joining(", ")));
    }
    text.append(returned == 0 ? "" : "; %d taken back from the dead".formatted(returned));
    return text.toString();
  }
}
