package io.tandem.inspect;

import java.util.List;
import java.util.stream.Collectors;

/// A condition of a lock in shared memory, at one moment.
///
/// ```java
/// System.out.println(new ConditionView(4096, 0, false, List.of()).text());
/// ```
///
/// @param lockOffset where its lock is in the scope
/// @param waiters how many threads wait for a signal
/// @param more whether there may be more, of processes that are not listed
/// @param processes whose threads wait
public record ConditionView(long lockOffset, int waiters, boolean more, List<PeerView> processes)
    implements Details {
  /// Copies the list.
  public ConditionView {
    processes = List.copyOf(processes);
  }

  @Override
  public String text() {
    String lock = "; its lock is at offset " + lockOffset;
    if (processes.isEmpty()) {
      return (more ? "some wait" : "nobody waits") + lock;
    }
    String names = processes.stream().map(PeerView::text).collect(Collectors.joining(", "));
    return "%d %s, of %s%s%s"
        .formatted(
            waiters, waiters == 1 ? "waits" : "wait", names, more ? " and others" : "", lock);
  }
}
