package io.tandem.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.RingView;
import io.tandem.inspect.Viewer;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// Reads a ring from outside. Found as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new RingViewer().isFor("ring-1-1", 1);
/// ```
public final class RingViewer implements Viewer {
  /// For the service loader.
  public RingViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return (tag.equals("ring-1-1") || tag.equals("ring-n-1")) && version == 1;
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    int capacity = (int) RingLayout.CAPACITY.get(memory);
    MemorySegment records = memory.asSlice(RingLayout.BYTES, capacity);
    Words trailer = new SegmentWords(memory.asSlice(RingLayout.BYTES + capacity));
    long head = trailer.getLongAcquire(RingBufferDescriptor.HEAD_POSITION_OFFSET);
    long tail = trailer.getLongAcquire(RingBufferDescriptor.TAIL_POSITION_OFFSET);
    long pending = Math.clamp(tail - head, 0, capacity);
    return new RingView(
        capacity, pending, messages(records, head, pending), List.of(), Optional.empty(), 0);
  }

  /// Counts records up to the first that is not committed.
  private static long messages(MemorySegment records, long head, long pending) {
    long mask = records.byteSize() - 1;
    long messages = 0;
    for (long passed = 0; passed < pending; ) {
      long at = head + passed & mask & -RecordDescriptor.ALIGNMENT;
      int length = records.get(JAVA_INT, at);
      if (length < RecordDescriptor.HEADER_LENGTH) {
        break;
      }
      if (records.get(JAVA_INT, at + Integer.BYTES) != RingBuffer.PADDING_MSG_TYPE_ID) {
        messages++;
      }
      passed += BitUtil.align((long) length, RecordDescriptor.ALIGNMENT);
    }
    return messages;
  }
}
