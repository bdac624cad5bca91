package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a [SharedEvent] without taking part in it. Tools find it as a service: nothing needs to
/// name it.
///
/// ```java
/// boolean known = new EventViewer().isFor("event", 1);
/// ```
public final class EventViewer implements Viewer {
  /// For tools.
  public EventViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedEvent.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    int word = new SegmentWords(memory).getIntAcquire(EventLayout.WORD_AT); // pairs with set
    return new EventView((word & EventWord.SET) != 0, (word & EventWord.WAITERS) != 0);
  }
}
