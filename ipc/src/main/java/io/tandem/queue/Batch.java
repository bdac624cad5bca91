package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Messages side by side and their slots, as they will lie in the ring: so many are put with two
/// copies.
final class Batch {
  private static final int MOST_BYTES = 1 << 16; // but for one that is longer
  private static final int MOST = 1 << 10;
  private static final int FIRST_BYTES = 1 << 12;
  private static final int FIRST = 1 << 6;

  private byte[] bytes;
  private long[] slots; // whose `start` counts from `bytes`
  private long[] written = {}; // slots as they are in the ring
  private int size;
  private int end; // of the bytes of all
  private int next; // that was not put yet

  private Batch(int bytes, int size) {
    this.bytes = new byte[bytes];
    this.slots = new long[2 * size];
  }

  /// One without messages.
  Batch() {
    this(FIRST_BYTES, FIRST);
  }

  /// As many messages as a batch takes.
  ///
  /// @param from the first of them
  /// @param longest that one may be; it ends in front of a longer one
  static Batch of(byte[][] messages, int from, int longest) {
    int most = Math.min(messages.length - from, MOST);
    int size = 0;
    long end = 0;
    while (size < most && messages[from + size].length <= longest) {
      end += QueueMemory.aligned(messages[from + size].length);
      if (size > 0 && end > MOST_BYTES) {
        break;
      }
      size++;
    }
    var batch = new Batch((int) Math.min(end, Math.max(MOST_BYTES, longest)), size);
    for (int i = 0; i < size; i++) {
      byte[] message = messages[from + i];
      System.arraycopy(message, 0, batch.bytes, batch.claim(message.length), message.length);
    }
    return batch;
  }

  /// Adds a message, if it takes one more.
  boolean add(MemorySegment message, int length) {
    if (size == MOST || size > 0 && end + QueueMemory.aligned(length) > MOST_BYTES) {
      return false;
    }
    int at = end;
    if (at + QueueMemory.aligned(length) > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + (int) QueueMemory.aligned(length)));
    }
    if (2 * size == slots.length) {
      slots = Arrays.copyOf(slots, 2 * slots.length);
    }
    MemorySegment.copy(message, 0, bytes(), at, length);
    int _ = claim(length);
    return true;
  }

  /// @return where the bytes of one more go
  private int claim(int length) {
    int at = end;
    slots[2 * size] = at;
    slots[2 * size + 1] = SlotLayout.inRing(length);
    size++;
    end += (int) QueueMemory.aligned(length);
    return at;
  }

  /// Forgets all.
  void clear() {
    size = 0;
    end = 0;
    next = 0;
  }

  int size() {
    return size;
  }

  /// Whether all have been put.
  boolean isPut() {
    return next == size;
  }

  MemorySegment bytes() {
    return MemorySegment.ofArray(bytes);
  }

  /// The first that was not put yet.
  int next() {
    return next;
  }

  /// Some more have been put.
  void advance(int count) {
    next += count;
  }

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
  /// @param from the first of them
  /// @param most of them
  /// @param room for their bytes
  int fitting(int from, long most, long room) {
    int behind = (int) Math.min(size, from + Math.max(most, 0));
    int last = from;
    while (last < behind && end(last) - start(from) <= room) {
      last++;
    }
    return last - from;
  }

  /// Writes some of them and their slots.
  ///
  /// @param slotAt where the slots go
  /// @param place where the bytes go
  /// @param start of those bytes, as slots tell it
  /// @param from the first of them
  void copyTo(Words words, long slotAt, long place, long start, int from, int count) {
    int begin = start(from);
    if (written.length < 2 * count) {
      written = new long[slots.length];
    }
    for (int i = 0; i < 2 * count; i += 2) {
      written[i] = slots[2 * from + i] + start - begin;
      written[i + 1] = slots[2 * from + i + 1];
    }
    words.copyIn(slotAt, MemorySegment.ofArray(written), 0, count * SlotLayout.BYTES);
    words.copyIn(place, bytes(), begin, end(from + count - 1) - begin);
  }
}
