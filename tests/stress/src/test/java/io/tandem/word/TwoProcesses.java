package io.tandem.word;

import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import java.lang.foreign.MemorySegment;

/// Two processes that live, played by threads of this one, and their memory.
public final class TwoProcesses {
  private static final FakePeers ALL = new FakePeers();

  /// The one.
  public static final Peers ONE = new SeenBy(ALL, ALL.join());

  /// The other one.
  public static final Peers OTHER = new SeenBy(ALL, ALL.join());

  private TwoProcesses() {}

  /// Memory on the heap, all zeros.
  ///
  /// @param bytes a multiple of 8
  public static Words memory(long bytes) {
    return new SegmentWords(MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]));
  }
}
