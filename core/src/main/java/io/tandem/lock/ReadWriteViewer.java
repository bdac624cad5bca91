package io.tandem.lock;

import io.tandem.inspect.LockView;
import io.tandem.inspect.PeerView;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Reads a [ThreadReadWriteLock] from outside.
public final class ReadWriteViewer {
  private ReadWriteViewer() {}

  /// The lock of its writers: its holder writes, or waits for readers to leave.
  public static LockView writer(Words words, IntFunction<PeerView> peers) {
    return LockViewer.view(words, ReadWriteLayout.WRITER_AT, peers);
  }

  /// The processes that read, alive or dead.
  public static List<PeerView> reading(Words words, IntFunction<PeerView> peers) {
    return entries(words).filter(entry -> entry > 0).mapToObj(peers).toList();
  }

  /// The processes that wait until they may read, alive or dead.
  public static List<PeerView> waiting(Words words, IntFunction<PeerView> peers) {
    return entries(words)
        .filter(entry -> entry < 0)
        .map(entry -> entry & Peers.OWNER_MASK)
        .mapToObj(peers)
        .toList();
  }

  private static IntStream entries(Words words) {
    return IntStream.range(1, ReadWriteLayout.SLOTS)
        .map(slot -> words.getIntAcquire(ReadWriteLayout.readerAt(slot))); // pairs: LocalReaders
  }
}
