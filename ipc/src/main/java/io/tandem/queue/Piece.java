package io.tandem.queue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Messages that lie side by side in the ring, copied out of it with two copies. Its memory is used
/// again.
final class Piece {
  private static final int MOST = 1 << 10;
  private static final int MOST_BYTES = 1 << 16; // but for one that is longer

  private long[] slots = {};
  private byte[] bytes = {};
  private MemorySegment segment = MemorySegment.ofArray(bytes);
  private int size;

  int size() {
    return size;
  }

  MemorySegment bytes() {
    return segment;
  }

  int start(int i) {
    return (int) (slots[2 * i] - slots[0]);
  }

  int length(int i) {
    return SlotLayout.length(slots[2 * i + 1]);
  }

  /// The bytes of a message. If it is the only one they are not copied: then this has none.
  byte[] array(int i) {
    if (size == 1 && bytes.length == length(0)) {
      byte[] only = bytes;
      use(new byte[0]);
      return only;
    }
    return Arrays.copyOfRange(bytes, start(i), start(i) + length(i));
  }

  /// Copies messages, which stay where they are. Only under the lock.
  ///
  /// @param first of them
  /// @param most that are wanted
  /// @return how many were copied; 0 if the first is not in the ring, or not there at all
  int copy(Outlet outlet, long first, long most) {
    QueueMemory memory = outlet.memory;
    long there = Math.min(outlet.countFrom(first), memory.slotsInPiece(first));
    int count = (int) Math.min(there, Math.min(most, MOST));
    size = 0;
    if (count > 0) {
      copySlots(outlet, first, count);
      size = countSideBySide(memory, count);
    }
    if (size > 0) {
      copyBytes(outlet);
    }
    return size;
  }

  private void copySlots(Outlet outlet, long first, int count) {
    if (slots.length < 2 * count) {
      slots = new long[2 * count];
    }
    outlet.words.copyOut(
        outlet.memory.slotAt(first), MemorySegment.ofArray(slots), 0, count * SlotLayout.BYTES);
  }

  private int countSideBySide(QueueMemory memory, int most) {
    long end = slots[0];
    long limit = end + Math.min(MOST_BYTES, memory.bytesInPiece(end));
    int count = 0;
    while (count < most && slots[2 * count] == end && SlotLayout.isInRing(slots[2 * count + 1])) {
      end += QueueMemory.aligned(length(count));
      if (count > 0 && end > limit) {
        break;
      }
      count++;
    }
    return count;
  }

  private void use(byte[] memory) {
    bytes = memory;
    segment = MemorySegment.ofArray(memory);
  }

  private void copyBytes(Outlet outlet) {
    int needed = start(size - 1) + length(size - 1);
    if (bytes.length < needed) {
      use(new byte[needed]);
    }
    outlet.words.copyOut(outlet.memory.place(slots[0]), bytes(), 0, needed);
  }
}
