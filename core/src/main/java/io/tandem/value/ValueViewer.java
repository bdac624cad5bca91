package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads a value from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new ValueViewer().isFor("int", 1);
/// ```
public final class ValueViewer implements Viewer {
  /// For tools.
  public ValueViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return ElementType.isValue(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    var type = ElementType.of(memory.get(JAVA_INT, ValueLineLayout.TYPE_CODE_AT));
    return new ValueView(
        type.read(memory, ValueLineLayout.VALUE_AT),
        Optional.of(LockViewer.view(new SegmentWords(memory), ValueLineLayout.LOCK_AT, peers)));
  }
}
