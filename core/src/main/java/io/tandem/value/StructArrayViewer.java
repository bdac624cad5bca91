package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.word.SegmentWords;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/// Reads an array of records from outside, by the declaration in it. Tools find it as a service:
/// nothing needs to name it.
///
/// ```java
/// boolean known = new StructArrayViewer().isFor("struct[]", 1);
/// ```
public final class StructArrayViewer implements Viewer {
  private static final int MOST_SHOWN = 3;

  /// For tools.
  public StructArrayViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return StructArray.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    String declaration = ShapeText.read(memory, StructArrayLayout.SHAPE_BYTES_AT);
    var printer = new ShapePrinter(ShapeParser.parse(declaration));
    long bytes = printer.shape().layout().byteSize();
    long length = memory.get(JAVA_LONG, StructArrayLayout.LENGTH_AT);
    List<String> first =
        LongStream.range(0, Math.min(length, MOST_SHOWN))
            .mapToObj(i -> printer.read(memory, StructArrayLayout.BYTES + i * bytes))
            .toList();
    var lock = LockViewer.view(new SegmentWords(memory), StructArrayLayout.LOCK_AT, peers);
    return new StructView(declaration, length, first, Optional.of(lock));
  }
}
