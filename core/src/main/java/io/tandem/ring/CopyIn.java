package io.tandem.ring;

import io.tandem.memory.SegmentBuffer;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/// Copies messages out of any of Agrona's buffers into a ring's records.
final class CopyIn {
  private final Words words;
  private final SegmentBuffer foreign = new SegmentBuffer(MemorySegment.NULL);

  CopyIn(Words words) {
    this.words = words;
  }

  /// @param record whose header the bytes are put behind
  void copy(int record, DirectBuffer source, int offset, int length) {
    long at = RingLayout.BYTES + record + RecordHeader.BYTES;
    if (source instanceof SegmentBuffer buffer) {
      words.copyIn(at, buffer.segment(), offset, length);
    } else {
      foreign.wrap(source, offset, length);
      words.copyIn(at, foreign.segment(), 0, length);
    }
  }
}
