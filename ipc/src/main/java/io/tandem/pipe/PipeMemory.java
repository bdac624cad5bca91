package io.tandem.pipe;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.ring.EmbeddedRing;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A pipe's memory, as its ends need it.
///
/// @param toSecond none if the second end only sends
record PipeMemory(Words words, EmbeddedRing toFirst, @Nullable EmbeddedRing toSecond, Peers peers) {

  /// @param view makes words of a part of the memory
  static PipeMemory of(
      MemorySegment memory, Function<MemorySegment, Words> view, Peers peers, Parker parker) {
    Words words = view.apply(memory);
    long bytes = EmbeddedRing.byteSize(words.getInt(PipeLayout.CAPACITY_AT));
    boolean duplex = words.getInt(PipeLayout.RINGS_AT) > 1;
    return new PipeMemory(
        words,
        ring(view.apply(memory.asSlice(PipeLayout.BYTES, bytes)), peers, parker),
        duplex
            ? ring(view.apply(memory.asSlice(PipeLayout.BYTES + bytes, bytes)), peers, parker)
            : null,
        peers);
  }

  private static EmbeddedRing ring(Words words, Peers peers, Parker parker) {
    return new EmbeddedRing(words, peers, parker, "a pipe");
  }

  /// Makes a pipe of memory that is all zeros, with both ends held by this process.
  ///
  /// @param rings 1 or 2
  static void initialize(MemorySegment memory, int capacity, int rings, Peers peers) {
    Words words = new SegmentWords(memory);
    words.setInt(PipeLayout.CAPACITY_AT, capacity);
    words.setInt(PipeLayout.RINGS_AT, rings);
    for (int i = 0; i < rings; i++) {
      long bytes = EmbeddedRing.byteSize(capacity);
      MemorySegment ring = memory.asSlice(PipeLayout.BYTES + i * bytes, bytes);
      EmbeddedRing.initialize(new SegmentWords(ring), capacity);
    }
    words.setIntRelease(PipeLayout.FIRST_AT, peers.self()); // release: pairs with EndWord.word
    words.setIntRelease(PipeLayout.SECOND_AT, peers.self()); // likewise
  }

  /// Has all look again who wait at either end.
  void wakeAll() {
    toFirst.wakeAll();
    if (toSecond != null) {
      toSecond.wakeAll();
    }
  }
}
