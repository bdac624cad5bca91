package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import io.tandem.inspect.PeerView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A read-write lock in shared memory, at one moment.
///
/// ```java
/// var memory = SharedReadWriteLock.create().block().segment();
/// var view = new ReadWriteLockViewer().view(memory, PeerViewer::unknown);
/// System.out.println(view.text());
/// ```
///
/// @param writing the lock of its writers: its holder writes, or waits for readers to leave
/// @param reading the processes that read, alive or dead
/// @param waiting the processes that wait until they may read, alive or dead
public record ReadWriteLockView(LockView writing, List<PeerView> reading, List<PeerView> waiting)
    implements Details {
  @Override
  public Optional<LockView> lock() {
    return Optional.of(writing);
  }

  @Override
  public String text() {
    return "for writing: %s; read by %s; readers that wait: %s"
        .formatted(writing.text(), names(reading), names(waiting));
  }

  private static String names(List<PeerView> peers) {
    return peers.isEmpty()
        ? "nobody"
        : peers.stream().map(PeerView::text).collect(Collectors.joining(", "));
  }
}
