package io.tandem.list;

import io.tandem.memory.MemoryException;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// A block with a list's elements, each a string of bytes.
///
/// Readers may look at it when it is no body any more: they check all that they follow, and what is
/// wrong then is an exception, never an access elsewhere.
///
/// @param offset of the block in its scope; with `generation` its name
/// @param words its memory
record Body(long offset, int generation, Words words) {
  /// Makes a body of fresh memory.
  static Body make(Bodies.Room room, long capacity) {
    room.words().setLong(BodyLayout.CAPACITY_AT, capacity);
    room.words().setLong(BodyLayout.TOP_AT, BodyLayout.recordsAt(capacity));
    return new Body(room.offset(), room.generation(), room.words());
  }

  static long bytesFor(long capacity, long recordBytes) {
    return BodyLayout.recordsAt(capacity) + recordBytes;
  }

  /// What a record of an element takes; nothing if that fits into its slot.
  static long recordBytes(byte[] element) {
    return Slot.fitsInline(element) ? 0 : roundedUp(element.length);
  }

  private static long roundedUp(int length) {
    return Integer.BYTES + (long) length + 7 & -8;
  }

  private long bytes() {
    return words.segment().byteSize();
  }

  /// How many slots each index has.
  long capacity() {
    long capacity = bytes() < BodyLayout.BYTES ? -1 : words.getLong(BodyLayout.CAPACITY_AT);
    if (capacity < 0 || capacity > (bytes() - BodyLayout.BYTES) / (2 * Long.BYTES)) {
      throw damaged("it has room for %d in %d bytes".formatted(capacity, bytes()));
    }
    return capacity;
  }

  // ---- slots ----

  long slot(int index, int i) {
    return words.getLongAcquire(slotAt(index, i)); // acquire: pairs with the store in setSlot
  }

  void setSlot(int index, int i, long slot) {
    words.setLongRelease(slotAt(index, i), slot); // release: pairs with slot
  }

  private long slotAt(int index, int i) {
    long capacity = capacity();
    if (i >= capacity) {
      throw damaged("it has room for %d, not for element %d".formatted(capacity, i));
    }
    return BodyLayout.slotAt(capacity, index, i);
  }

  // ---- elements ----

  byte[] element(long slot) {
    if (Slot.isInline(slot)) {
      return Slot.inline(slot);
    }
    long at = Slot.record(slot);
    var element = new byte[recordLength(slot)];
    words.copyOut(at + Integer.BYTES, MemorySegment.ofArray(element), 0, element.length);
    return element;
  }

  /// What the record that a slot names takes; nothing if it names none.
  long recordBytes(long slot) {
    return Slot.isInline(slot) ? 0 : roundedUp(recordLength(slot));
  }

  private int recordLength(long slot) {
    long at = Slot.record(slot);
    boolean possible =
        Slot.isRecord(slot)
            && at % Long.BYTES == 0
            && at >= BodyLayout.recordsAt(capacity())
            && at <= bytes() - Long.BYTES;
    int length = possible ? words.getInt(at) : -1;
    if (length < 0 || length > bytes() - at - Integer.BYTES) {
      throw damaged("slot %x of a body of %d bytes names no element".formatted(slot, bytes()));
    }
    return length;
  }

  // ---- only under the lock ----

  long freeBytes() {
    return bytes() - top();
  }

  /// Forgets all records. No slot may name one any more.
  void reset() {
    words.setLong(BodyLayout.TOP_AT, BodyLayout.recordsAt(capacity()));
  }

  /// Stores an element, for which there is room.
  ///
  /// @return the slot that names it
  long store(byte[] element) {
    if (Slot.fitsInline(element)) {
      return Slot.ofInline(element);
    }
    return store(MemorySegment.ofArray(element), 0, element.length);
  }

  /// Stores what a slot of another body names, for which there is room.
  ///
  /// @return the slot that names it here
  long store(Body from, long slot) {
    if (Slot.isInline(slot)) {
      return slot;
    }
    int length = from.recordLength(slot);
    return store(from.words.segment(), Slot.record(slot) + Integer.BYTES, length);
  }

  private long store(MemorySegment source, long sourceOffset, int length) {
    long at = top();
    words.setInt(at, length);
    words.copyIn(at + Integer.BYTES, source, sourceOffset, length);
    words.setLong(BodyLayout.TOP_AT, at + roundedUp(length));
    return Slot.ofRecord(at);
  }

  private long top() {
    long top = words.getLong(BodyLayout.TOP_AT);
    if (top < BodyLayout.recordsAt(capacity()) || top > bytes() || top % Long.BYTES != 0) {
      throw damaged("a body of %d bytes is filled to %d".formatted(bytes(), top));
    }
    return top;
  }

  private static MemoryException.Incompatible damaged(String found) {
    return new MemoryException.Incompatible(
        "Cannot use a shared list: %s. It is damaged: make it again.".formatted(found));
  }
}
