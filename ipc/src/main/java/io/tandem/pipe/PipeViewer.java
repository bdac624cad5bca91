package io.tandem.pipe;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.ring.EmbeddedRing;
import io.tandem.ring.RingView;
import io.tandem.ring.RingViewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Reads a [Pipe] without taking part in it. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new PipeViewer().isFor("pipe", 1);
/// ```
public final class PipeViewer implements Viewer {
  /// For tools.
  public PipeViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return PipeConnection.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    long bytes = EmbeddedRing.byteSize(words.getInt(PipeLayout.CAPACITY_AT));
    return new PipeView(
        end(words.getIntAcquire(PipeLayout.FIRST_AT), peers),
        end(words.getIntAcquire(PipeLayout.SECOND_AT), peers),
        IntStream.range(0, words.getInt(PipeLayout.RINGS_AT))
            .mapToObj(i -> memory.asSlice(PipeLayout.BYTES + i * bytes, bytes))
            .map(ring -> (RingView) new RingViewer().view(ring, peers))
            .toList());
  }

  private static String end(int word, IntFunction<PeerView> peers) {
    PeerView peer = peers.apply(EndWord.owner(word));
    String what =
        (word & EndWord.CLOSED) != 0 ? "closed" : (word & EndWord.USED) != 0 ? "used" : "held";
    return "%s by %s".formatted(what, peer.text());
  }
}
