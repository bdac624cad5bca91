package io.tandem.value;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// Python's `ShareableList`, byte for byte as Python 3.9 to 3.13 have it. Native byte order.
///
/// ```text
/// offset  size  field        written by    read by
///      0     8  length       maker, plain  attacher, once
///      8     8  firstOffset  maker, plain  attacher, once
///     16
/// ```
///
/// `length` is the number of items, n. `firstOffset` is the first of n + 1 offsets of 8 bytes each:
/// where each item's slot begins, counted from the first slot, and where the last one ends. So the
/// first is 0; in Python 3.8, which had the sizes of the slots there, it is not. Behind the offsets
/// lie, without gaps:
///
/// ```text
/// slots     multiples of 8 bytes each
/// formats   8 bytes each: the item's format for Python's struct, ASCII padded with zeros
/// codes     1 byte each: what is to be done with what struct unpacks
/// ```
///
/// | item | format | code | slot |
/// |---|---|---|---|
/// | int | `q` | 0 | 8 bytes |
/// | float | `d` | 0 | 8 bytes |
/// | bool | `xxxxxxx?` | 0 | 7 zeros, then 0 or 1 |
/// | None | `xxxxxx?x` | 3 | 8 zeros, not looked at |
/// | str | `16s`, with the slot's size | 1 | UTF-8, padded with zeros |
/// | bytes | `16s`, with the slot's size | 2 | bytes, padded with zeros |
///
/// A format with a number smaller than the slot says how long the content is. Python's own never
/// do; it reads them well.
final class ShareableListLayout {
  static final StructLayout LAYOUT =
      structLayout(JAVA_LONG.withName("length"), JAVA_LONG.withName("firstOffset"))
          .withName("shareableList");

  static final long LENGTH_AT = 0;
  static final long FIRST_OFFSET_AT = 8;

  private static final long LEAST_SLOT = 8;
  private static final long FORMAT_BYTES = 8;

  /// What an item takes beside its slot: an offset, a format and a code.
  private static final long BESIDE_SLOT = Long.BYTES + FORMAT_BYTES + 1;

  private ShareableListLayout() {}

  static long slotsAt(long length) {
    return FIRST_OFFSET_AT + Long.BYTES * (length + 1);
  }

  static long offsetAt(long index) {
    return FIRST_OFFSET_AT + Long.BYTES * index;
  }

  /// @param slotBytes of all slots together
  static long formatsAt(long length, long slotBytes) {
    return slotsAt(length) + slotBytes;
  }

  /// @param slotBytes of all slots together
  static long codesAt(long length, long slotBytes) {
    return formatsAt(length, slotBytes) + FORMAT_BYTES * length;
  }

  /// @param slotBytes of all slots together
  static long bytes(long length, long slotBytes) {
    return codesAt(length, slotBytes) + length;
  }

  /// Whether it is what Python 3.8 made: the size of the first slot is where its offset belongs.
  static boolean isOfPython38(long bytes, long length, long first) {
    return length > 0
        && first >= LEAST_SLOT
        && first % LEAST_SLOT == 0
        && length <= (bytes - Long.BYTES) / (BESIDE_SLOT + LEAST_SLOT);
  }

  /// The longest list that memory of a size can hold.
  static long mostItems(long bytes) {
    return (bytes - slotsAt(0)) / (BESIDE_SLOT + LEAST_SLOT);
  }
}
