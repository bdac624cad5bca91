package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads an array from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new ArrayViewer().isFor("int[]", 1);
/// ```
public final class ArrayViewer implements Viewer {
  private static final int MOST_SHOWN = 10;

  /// For tools.
  public ArrayViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return ElementType.isArray(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    var type = ElementType.of(memory.get(JAVA_INT, ArrayHeadLayout.TYPE_CODE_AT));
    long length = memory.get(JAVA_LONG, ArrayHeadLayout.LENGTH_AT);
    return new ArrayView(
        length,
        type.first(memory.asSlice(ArrayHeadLayout.BYTES), length, MOST_SHOWN),
        Optional.of(LockViewer.view(new SegmentWords(memory), ArrayHeadLayout.LOCK_AT, peers)));
  }
}
