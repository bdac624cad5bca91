package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.ReadWriteViewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Reads a [SharedReadWriteLock] without taking part in it. Tools find it as a service.
///
/// ```java
/// boolean known = new ReadWriteLockViewer().isFor("rwlock", 1);
/// ```
public final class ReadWriteLockViewer implements Viewer {
  /// For tools.
  public ReadWriteLockViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedReadWriteLock.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    return new ReadWriteLockView(
        ReadWriteViewer.writer(words, peers),
        ReadWriteViewer.reading(words, peers),
        ReadWriteViewer.waiting(words, peers));
  }
}
