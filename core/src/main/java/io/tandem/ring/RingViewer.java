package io.tandem.ring;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// Reads a ring without taking part in it. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new RingViewer().isFor("ring-1-1", 2);
/// ```
public final class RingViewer implements Viewer {
  /// For tools.
  public RingViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return OneToOneRing.TYPE.is(tag, version) || ManyToOneRing.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    int capacity = words.getInt(RingLayout.CAPACITY_AT);
    return view(
        words, capacity, owner -> !peers.apply(owner).alive(), owner -> peers.apply(owner).text());
  }

  static RingView view(RingMemory ring) {
    Peers peers = ring.peers();
    return view(ring.words(), ring.capacity(), peers::isDead, peers::describe);
  }

  private static RingView view(
      Words words, int capacity, IntPredicate isDead, IntFunction<String> describe) {
    long head = words.getLongAcquire(RingLayout.headAt(capacity));
    long tail = Tail.find(words, capacity, head);
    int size = Math.clamp(tail - head, 0, capacity);
    int consumer = words.getIntAcquire(RingLayout.CONSUMER_AT);
    boolean hasConsumer = consumer != Peers.NOBODY && !isDead.test(consumer);
    List<String> producers =
        Attendance.present(words).filter(isDead.negate()).mapToObj(describe).toList();
    return new RingView(
        capacity,
        size,
        pending(words, capacity, head, size),
        tail,
        head,
        words.getLongAcquire(RingLayout.MESSAGES_AT),
        words.getLongAcquire(RingLayout.ABANDONED_AT),
        words.getLongAcquire(RingLayout.DOUBTFUL_AT),
        words.getLongAcquire(RingLayout.REPLACED_AT),
        producers,
        Attendance.died(words, isDead),
        hasConsumer ? Optional.of(describe.apply(consumer)) : Optional.empty());
  }

  /// Counts records up to the first that is not complete.
  private static int pending(Words words, int capacity, long head, int size) {
    int messages = 0;
    for (int passed = 0; passed < size; ) {
      long at = head + passed & capacity - 1 & -RecordHeader.BYTES;
      long header = words.getLongAcquire(RingLayout.BYTES + at);
      int length = RecordHeader.length(header);
      if (length < RecordHeader.BYTES || length > size - passed) {
        break;
      }
      messages += RecordHeader.type(header) == RecordHeader.PADDING ? 0 : 1;
      passed += RecordHeader.aligned(length);
    }
    return messages;
  }
}
