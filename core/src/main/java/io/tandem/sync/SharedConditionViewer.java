package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.ConditionViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a [SharedCondition] from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new SharedConditionViewer().isFor("cond", 1);
/// ```
public final class SharedConditionViewer implements Viewer {
  /// For tools.
  public SharedConditionViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedCondition.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    return ConditionViewer.view(new SegmentWords(memory), peers);
  }
}
