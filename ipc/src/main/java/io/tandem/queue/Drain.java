package io.tandem.queue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes many messages of the ring at once, with one store of the head and a few copies. Leaves
/// those that came back or are in blocks to [Take].
final class Drain extends Removal {
  private static final int USUAL = 64;
  private static final int MOST_IN_PIECE = 1 << 10;
  private static final int MOST_BYTES_IN_PIECE = 1 << 16;

  private final Outlet outlet;
  private final QueueMemory memory;
  private final int most;
  private final List<byte[]> taken;

  /// @param most messages to take
  Drain(Outlet outlet, int most) {
    this.outlet = outlet;
    this.memory = outlet.memory;
    this.most = most;
    this.taken = new ArrayList<>(Math.min(most, USUAL));
  }

  List<byte[]> taken() {
    return taken;
  }

  @Override
  Outcome takeReturned(int holding) {
    return Outcome.EMPTY;
  }

  @Override
  Outcome takeHead(long head) {
    long number = head;
    for (int some = -1; some != 0 && taken.size() < most; number += some) {
      some = takePiece(number, outlet.countFrom(number));
    }
    if (number == head) {
      return Outcome.EMPTY;
    }
    outlet.moveHead(number);
    return Outcome.DONE;
  }

  /// Copies messages that lie side by side.
  ///
  /// @param first of them
  /// @param there how many there are
  /// @return how many were copied; 0 if the first is not in the ring
  private int takePiece(long first, long there) {
    int wanted = Math.min(most - taken.size(), MOST_IN_PIECE);
    long[] slots =
        slots(first, (int) Math.min(wanted, Math.min(there, memory.slotsInPiece(first))));
    int count = countInPiece(slots);
    if (count > 0) {
      split(copy(slots, count), slots, count);
    }
    return count;
  }

  private long[] slots(long first, int count) {
    var slots = new long[2 * count];
    outlet.words.copyOut(
        memory.slotAt(first), MemorySegment.ofArray(slots), 0, count * SlotLayout.BYTES);
    return slots;
  }

  private int countInPiece(long[] slots) {
    if (slots.length == 0) {
      return 0;
    }
    int count = 0;
    long end = slots[0];
    long most = end + Math.min(MOST_BYTES_IN_PIECE, memory.bytesInPiece(end));
    while (2 * count < slots.length
        && slots[2 * count] == end
        && SlotLayout.isInRing(slots[2 * count + 1])) {
      end += QueueMemory.aligned(SlotLayout.length(slots[2 * count + 1]));
      if (count > 0 && end > most) {
        break;
      }
      count++;
    }
    return count;
  }

  private byte[] copy(long[] slots, int count) {
    long start = slots[0];
    long end = slots[2 * count - 2] + SlotLayout.length(slots[2 * count - 1]);
    var bytes = new byte[(int) (end - start)];
    outlet.words.copyOut(memory.place(start), MemorySegment.ofArray(bytes), 0, bytes.length);
    return bytes;
  }

  private void split(byte[] bytes, long[] slots, int count) {
    if (count == 1) {
      taken.add(bytes);
      return;
    }
    for (int i = 0; i < count; i++) {
      int from = (int) (slots[2 * i] - slots[0]);
      taken.add(Arrays.copyOfRange(bytes, from, from + SlotLayout.length(slots[2 * i + 1])));
    }
  }
}
