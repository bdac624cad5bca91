package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// Messages side by side and their slots, as they will lie in the ring: so many are put with two
/// copies.
final class Batch {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST = 1 << 10;

  private final byte[] bytes;
  private final long[] slots; // of a message that was not put yet, `start` counts from `bytes`
  private final int size;

  private Batch(byte[] bytes, long[] slots, int size) {
    this.bytes = bytes;
    this.slots = slots;
    this.size = size;
  }

  /// As many messages as a batch takes.
  ///
  /// @param from the first of them
  /// @param longest that one may be; it ends in front of a longer one
  static Batch of(byte[][] messages, int from, int longest) {
    int most = Math.min(messages.length - from, MOST);
    var slots = new long[2 * most];
    int size = 0;
    long end = 0;
    while (size < most && messages[from + size].length <= longest) {
      int length = messages[from + size].length;
      long next = end + QueueMemory.aligned(length);
      if (size > 0 && next > MOST_BYTES) {
        break;
      }
      slots[2 * size] = end;
      slots[2 * size + 1] = SlotLayout.inRing(length);
      size++;
      end = next;
    }
    var bytes = new byte[Math.toIntExact(end)];
    for (int i = 0; i < size; i++) {
      byte[] message = messages[from + i];
      System.arraycopy(message, 0, bytes, (int) slots[2 * i], message.length);
    }
    return new Batch(bytes, slots, size);
  }

  int size() {
    return size;
  }

  MemorySegment bytes() {
    return MemorySegment.ofArray(bytes);
  }

  /// Where a message that was not put yet begins.
  int start(int i) {
    return (int) slots[2 * i];
  }

  int length(int i) {
    return SlotLayout.length(slots[2 * i + 1]);
  }

  private int end(int i) {
    return start(i) + (int) QueueMemory.aligned(length(i));
  }

  /// How many of them fit.
  ///
  /// @param from the first of them, which was not put yet
  /// @param most of them
  /// @param room for their bytes
  int fitting(int from, long most, long room) {
    int behind = (int) Math.min(size, from + Math.max(most, 0));
    int next = from;
    while (next < behind && end(next) - start(from) <= room) {
      next++;
    }
    return next - from;
  }

  /// Writes some of them and their slots.
  ///
  /// @param slotAt where the slots go
  /// @param place where the bytes go
  /// @param start of those bytes, as slots tell it
  /// @param from the first of them, which was not put yet
  void copyTo(Words words, long slotAt, long place, long start, int from, int count) {
    int begin = start(from);
    int end = end(from + count - 1);
    for (int i = from; i < from + count; i++) {
      slots[2 * i] += start - begin;
    }
    MemorySegment all = MemorySegment.ofArray(slots);
    words.copyIn(slotAt, all, from * SlotLayout.BYTES, count * SlotLayout.BYTES);
    words.copyIn(place, bytes(), begin, end - begin);
  }
}
