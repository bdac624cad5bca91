package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a [SharedLock] from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new SharedLockViewer().isFor("lock", 1);
/// ```
public final class SharedLockViewer implements Viewer {
  /// For tools.
  public SharedLockViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedLock.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    return LockViewer.view(new SegmentWords(memory), 0, peers);
  }
}
