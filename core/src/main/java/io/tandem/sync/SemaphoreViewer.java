package io.tandem.sync;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Reads a [SharedSemaphore] without taking part in it. Tools find it as a service: nothing needs
/// to name it.
///
/// ```java
/// boolean known = new SemaphoreViewer().isFor("sema", 1);
/// ```
public final class SemaphoreViewer implements Viewer {
  /// For tools.
  public SemaphoreViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return SemaphoreKind.isType(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    SemaphoreKind kind = SemaphoreKind.of(words.getInt(SemaphoreLayout.KIND_AT));
    int word = words.getIntAcquire(SemaphoreLayout.WORD_AT); // acquire: pairs with a return
    return new SemaphoreView(
        kind.toString(),
        words.getInt(SemaphoreLayout.PERMITS_AT),
        Permits.freeOf(word),
        Permits.hasWaiters(word),
        kind == SemaphoreKind.OWNED ? holders(words, peers) : List.of(),
        words.getLongAcquire(SemaphoreLayout.RETURNED_AT));
  }

  private static List<SemaphoreView.Holder> holders(Words words, IntFunction<PeerView> peers) {
    List<SemaphoreView.Holder> holders = new ArrayList<>();
    int highest = SemaphoreLayout.highest(words, 0);
    for (int slot = 1; slot <= highest; slot++) {
      long entry = words.getLongAcquire(SemaphoreLayout.heldAt(slot));
      if (SemaphoreLayout.countOf(entry) > 0) {
        PeerView process = peers.apply(SemaphoreLayout.ownerOf(entry));
        holders.add(new SemaphoreView.Holder(process, SemaphoreLayout.countOf(entry)));
      }
    }
    return holders;
  }
}
