package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Messages side by side, as they will lie in the ring: so many are put with two copies.
final class Batch {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST = 1 << 10;

  private final byte[] bytes;
  private final int[] starts; // of each message, and of what would be next
  private final int[] lengths;

  private Batch(byte[] bytes, int[] starts, int[] lengths) {
    this.bytes = bytes;
    this.starts = starts;
    this.lengths = lengths;
  }

  /// As many messages as a batch takes.
  ///
  /// @param from the first of them
  /// @param longest that one may be; it ends in front of a longer one
  static Batch of(List<byte[]> messages, int from, int longest) {
    int most = Math.min(messages.size() - from, MOST);
    var starts = new int[most + 1];
    var lengths = new int[most];
    int count = 0;
    while (count < most && messages.get(from + count).length <= longest) {
      lengths[count] = messages.get(from + count).length;
      long end = starts[count] + QueueMemory.aligned(lengths[count]);
      if (count > 0 && end > MOST_BYTES) {
        break;
      }
      starts[++count] = Math.toIntExact(end);
    }
    var bytes = new byte[starts[count]];
    for (int i = 0; i < count; i++) {
      System.arraycopy(messages.get(from + i), 0, bytes, starts[i], lengths[i]);
    }
    return new Batch(bytes, Arrays.copyOf(starts, count + 1), lengths);
  }

  int size() {
    return starts.length - 1;
  }

  MemorySegment bytes() {
    return MemorySegment.ofArray(bytes);
  }

  int start(int i) {
    return starts[i];
  }

  int length(int i) {
    return lengths[i];
  }

  /// How many of them fit.
  ///
  /// @param from the first of them
  /// @param most of them
  /// @param room for their bytes
  int fitting(int from, long most, long room) {
    int end = (int) Math.min(starts.length - 1, from + Math.max(most, 0));
    int next = from;
    while (next < end && starts[next + 1] - starts[from] <= room) {
      next++;
    }
    return next - from;
  }

  /// Writes some of them and their slots.
  ///
  /// @param slotAt where the slots go
  /// @param place where the bytes go
  /// @param start of those bytes, as slots tell it
  void copyTo(Words words, long slotAt, long place, long start, int from, int count) {
    var slots = new long[2 * count];
    for (int i = 0; i < count; i++) {
      slots[2 * i] = start + starts[from + i] - starts[from];
      slots[2 * i + 1] = SlotLayout.inRing(lengths[from + i]);
    }
    words.copyIn(slotAt, MemorySegment.ofArray(slots), 0, count * SlotLayout.BYTES);
    words.copyIn(place, bytes(), starts[from], starts[from + count] - starts[from]);
  }
}
