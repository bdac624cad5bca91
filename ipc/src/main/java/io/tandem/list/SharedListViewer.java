package io.tandem.list;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedLockViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a shared list from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new SharedListViewer().isFor("list", 2);
/// ```
public final class SharedListViewer implements Viewer {
  /// For tools.
  public SharedListViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedList.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    var words = new SegmentWords(memory);
    long state = words.getLongAcquire(SharedListLayout.STATE_AT); // acquire: pairs with publish
    MemorySegment lock = memory.asSlice(SharedListLayout.LOCK_AT, SharedLock.BYTES);
    return new SharedListView(
        State.size(state),
        Shape.read(memory).text(),
        State.version(state),
        new SharedLockViewer().view(lock, peers).lock());
  }
}
