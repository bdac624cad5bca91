package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import java.util.List;
import java.util.stream.Collectors;

/// A barrier in shared memory, at one moment.
///
/// ```java
/// var memory = SharedBarrier.create(2).block().segment();
/// System.out.println(new BarrierViewer().view(memory, PeerViewer::unknown).text());
/// ```
///
/// @param parties how many have to arrive
/// @param arrived the processes of those that have, alive or dead, in this order
/// @param broken whether it is broken, until a reset
/// @param generation how often it was passed or reset so far; wraps around
public record BarrierView(int parties, List<PeerView> arrived, boolean broken, int generation)
    implements Details {
  /// Copies the list.
  public BarrierView {
    arrived = List.copyOf(arrived);
  }

  @Override
  public String text() {
    String all = arrived.stream().map(PeerView::text).collect(Collectors.joining(", "));
    return "%d of %d arrived%s%s; generation %d"
        .formatted(
            arrived.size(),
            parties,
            arrived.isEmpty() ? "" : ": " + all,
            broken ? "; broken" : "",
            generation);
  }
}
