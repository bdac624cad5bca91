package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Reads a [SharedBarrier] without taking part in it. Tools find it as a service: nothing needs to
/// name it.
///
/// ```java
/// boolean known = new BarrierViewer().isFor("barrier", 1);
/// ```
public final class BarrierViewer implements Viewer {
  /// For tools.
  public BarrierViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedBarrier.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    var words = new SegmentWords(memory);
    int state = words.getIntAcquire(BarrierLayout.STATE_AT); // acquire: pairs with BarrierWord
    int generation = Generation.ofState(state);
    int parties = words.getInt(BarrierLayout.PARTIES_AT);
    long room = (memory.byteSize() - BarrierLayout.BYTES) / Long.BYTES;
    List<PeerView> arrived =
        IntStream.range(0, Math.clamp(room, 0, Math.max(parties, 0)))
            .mapToLong(index -> words.getLongAcquire(BarrierLayout.arrivalAt(index)))
            .mapToInt(arrival -> Generation.arrived(arrival, generation))
            .takeWhile(owner -> owner != Peers.NOBODY)
            .mapToObj(peers)
            .toList();
    return new BarrierView(parties, arrived, Generation.isBroken(state), generation);
  }
}
