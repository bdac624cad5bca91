package io.tandem.value;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads a record from outside, by the declaration beside it. Tools find it as a service: nothing
/// needs to name it.
///
/// ```java
/// boolean known = new StructValueViewer().isFor("struct", 1);
/// ```
public final class StructValueViewer implements Viewer {
  private static final int MOST_READS = 100;

  /// For tools.
  public StructValueViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return StructValue.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    String declaration = ShapeText.read(memory, StructValueLayout.SHAPE_BYTES_AT);
    var words = new SegmentWords(memory);
    var printer = new ShapePrinter(ShapeParser.parse(declaration));
    var lock = LockViewer.view(words, StructValueLayout.LOCK_AT, peers);
    return new StructView(declaration, 1, List.of(print(words, printer)), Optional.of(lock));
  }

  private static String print(Words words, ShapePrinter printer) {
    long copyAt = StructValueLayout.copyAt(printer.shape().layout().byteSize());
    for (int i = 0; i < MOST_READS; i++) {
      String record = TwoCopies.attempt(words, copyAt, printer);
      if (record != null) {
        return record;
      }
    }
    return printer.read(words.segment(), StructValueLayout.BYTES) + " while it is written";
  }
}
