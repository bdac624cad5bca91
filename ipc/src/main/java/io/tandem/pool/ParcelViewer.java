package io.tandem.pool;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads long messages to workers. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new io.tandem.pool.ParcelViewer().isFor("parcel", 1);
/// ```
public final class ParcelViewer implements Viewer {
  /// For tools.
  public ParcelViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return Parcel.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    int kind = memory.get(ValueLayout.JAVA_BYTE, 0);
    return switch (kind) {
      case Messages.TASK -> task(TaskCall.of(memory));
      case Messages.CLASSES -> new ParcelView.OfClasses();
      default -> throw new IllegalArgumentException("There is no message of kind " + kind);
    };
  }

  private static ParcelView task(TaskCall call) {
    return new ParcelView.OfTask(call.number(), Optional.ofNullable(call.name()), call.attempt());
  }
}
