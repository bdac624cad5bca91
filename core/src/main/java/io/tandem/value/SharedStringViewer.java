package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads a shared string from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new SharedStringViewer().isFor("string", 1);
/// ```
public final class SharedStringViewer implements Viewer {
  private static final int SHOWN = 40;

  /// For tools.
  public SharedStringViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SharedString.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    StringCopies copies = SharedString.copiesOf(memory, "the object");
    byte[] bytes = copies.get().bytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    return new SharedStringView(
        text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text,
        bytes.length,
        copies.capacity(),
        Optional.of(LockViewer.view(copies.words(), SharedStringLayout.LOCK_AT, peers)));
  }
}
