package io.tandem.queue;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.lock.LockViewer;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Reads a [SharedQueue] from outside. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new io.tandem.queue.QueueViewer().isFor("queue", 2);
/// ```
public final class QueueViewer implements Viewer {
  /// For tools.
  public QueueViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return (tag.equals(SharedQueue.TYPE.tag()) || tag.equals(JoinableQueue.TYPE.tag()))
        && version == SharedQueue.TYPE.version();
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    long capacity = words.getLong(QueueLayout.MESSAGES_AT);
    long tail = words.getLongAcquire(QueueLayout.TAIL_AT); // acquire: pairs with Inlet.commit
    long head = words.getLongAcquire(QueueLayout.HEAD_AT); // acquire: pairs with Outlet.moveHead
    return new QueueView(
        Math.clamp(tail - head, 0, capacity),
        capacity,
        tail,
        Holdings.countLeased(words),
        words.getLongAcquire(QueueLayout.DONE_AT), // acquire: pairs with Outlet.setDone
        words.getIntAcquire(QueueLayout.STATE_AT) != QueueLayout.OPEN,
        CodecName.read(words).toString(),
        new QueueView.End(
            living(words, QueueLayout.PRODUCERS_AT, peers),
            LockViewer.view(words, QueueLayout.PUT_LOCK_AT, peers).holder()),
        new QueueView.End(
            living(words, QueueLayout.CONSUMERS_AT, peers),
            LockViewer.view(words, QueueLayout.TAKE_LOCK_AT, peers).holder()));
  }

  private static List<String> living(Words words, long seatsAt, IntFunction<PeerView> peers) {
    List<String> living = new ArrayList<>();
    for (int i = 0; i < QueueLayout.SEATS; i++) {
      int owner = words.getIntAcquire(seatsAt + (long) i * Integer.BYTES);
      if (owner == Peers.NOBODY) {
        break;
      }
      PeerView peer = peers.apply(owner);
      if (peer.alive()) {
        living.add(peer.text());
      }
    }
    return living;
  }
}
