package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a [SharedLatch] without taking part in it. Tools find it as a service: nothing needs to
/// name it.
///
/// ```java
/// boolean known = new LatchViewer().isFor("latch", 1);
/// ```
public final class LatchViewer implements Viewer {
  /// For tools.
  public LatchViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedLatch.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    var words = new SegmentWords(memory);
    int word = words.getIntAcquire(LatchLayout.WORD_AT); // acquire: pairs with countDown
    return new LatchView(
        word & ~LatchWord.WAITERS,
        words.getInt(LatchLayout.INITIAL_AT),
        (word & LatchWord.WAITERS) != 0);
  }
}
