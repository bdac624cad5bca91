package io.tandem.ring;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// Reads a [BroadcastRing] without taking part in it. Tools find it as a service: nothing needs to
/// name it.
///
/// ```java
/// boolean known = new BroadcastViewer().isFor("ring-1-n", 1);
/// ```
public final class BroadcastViewer implements Viewer {
  /// For tools.
  public BroadcastViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return BroadcastRing.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    return view(
        new SegmentWords(memory),
        owner -> !peers.apply(owner).alive(),
        owner -> peers.apply(owner).text());
  }

  static BroadcastView view(RingMemory ring) {
    return view(ring.words(), ring.peers()::isDead, ring.peers()::describe);
  }

  private static BroadcastView view(
      Words words, IntPredicate isDead, IntFunction<String> describe) {
    int capacity = words.getInt(RingLayout.CAPACITY_AT);
    int producer = words.getIntAcquire(RingLayout.PRODUCER_AT);
    boolean hasProducer = producer != Peers.NOBODY && !isDead.test(producer);
    return new BroadcastView(
        capacity,
        words.getLongAcquire(RingLayout.broadcastTailAt(capacity)),
        words.getLongAcquire(RingLayout.broadcastLatestAt(capacity)),
        words.getLongAcquire(RingLayout.REPLACED_AT),
        hasProducer ? Optional.of(describe.apply(producer)) : Optional.empty());
  }
}
