package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The items of a [ShareableList] in memory that others may write, damage or have made.
///
/// **Writers.** A number over a number of the same type is one store. Anything else takes several,
/// between which the item is None: its code becomes that first and what it shall be last. So what a
/// writer leaves that dies between is None, not half of two values. Python writes format, code and
/// value, in this order.
///
/// **Readers** look at code and format before the value and again after it, and start again if they
/// differ. That finds most changes under their eyes; a text over a text while they look away looks
/// the same before and after, and may give them some of each. What does not fit together may be
/// half of what Python writes, so they look some times more before they say that it is damaged.
///
/// The offsets are read and checked once, and never looked at again: nobody changes them.
final class ShareableMemory {
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
  private static final VarHandle FORMAT =
      JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  private static final VarHandle CODE = JAVA_BYTE.varHandle().withInvokeExactBehavior();
  private static final long TRUE =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1L << 56 : 1L;
  private static final int LOOKS = 1000;

  private final MemorySegment segment;
  private final String name;
  private final boolean strict;
  private final int length;
  private final long[] slots; // where each begins in the segment, and where the last one ends
  private final long codes;

  private ShareableMemory(MemorySegment segment, String name, boolean strict, long[] slots) {
    this.segment = segment;
    this.name = name;
    this.strict = strict;
    this.slots = slots;
    this.length = slots.length - 1;
    this.codes = slots[length] + (long) Long.BYTES * length;
  }

  /// A boolean as 8 bytes.
  static long word(boolean truth) {
    return truth ? TRUE : 0;
  }

  // ---- fast paths ----

  int length() {
    return length;
  }

  /// @param index 0 to `length() - 1`
  @Nullable Object get(int index) {
    byte code = (byte) CODE.getAcquire(segment, codes + index); // acquire: pairs with set
    long format = (long) FORMAT.get(segment, formatAt(index));
    if (format == ItemFormat.INT && code == Item.AS_IT_IS) {
      long word = (long) LONG.getAcquire(segment, slots[index]);
      if (isUnchanged(index, format, code)) {
        return word;
      }
    }
    return getSlowly(index);
  }

  /// @param index 0 to `length() - 1`
  void set(int index, Item item) {
    switch (item) {
      case Item.Number number -> set(index, number);
      case Item.Content content -> set(index, content);
    }
  }

  private void set(int index, Item.Number number) {
    long at = formatAt(index);
    if ((long) FORMAT.get(segment, at) == number.format()
        && (byte) CODE.get(segment, codes + index) == number.code()) {
      LONG.setRelease(segment, slots[index], number.word()); // release: pairs with get
    } else if (strict) {
      FORMAT.set(segment, at, number.format());
      CODE.set(segment, codes + index, number.code());
      LONG.set(segment, slots[index], number.word());
    } else {
      clear(index);
      LONG.set(segment, slots[index], number.word());
      FORMAT.set(segment, at, number.format());
      CODE.setRelease(segment, codes + index, number.code()); // release: pairs with get
    }
  }

  private long formatAt(int index) {
    return slots[length] + (long) Long.BYTES * index;
  }

  private boolean isUnchanged(int index, long format, byte code) {
    VarHandle.loadLoadFence();
    return (byte) CODE.getAcquire(segment, codes + index) == code // before the format
        && (long) FORMAT.get(segment, formatAt(index)) == format;
  }

  /// Nobody sees what is written next under the code that is there now.
  private void clear(int index) {
    CODE.set(segment, codes + index, Item.NONE);
    VarHandle.storeStoreFence();
  }

  // ---- texts and bytes ----

  private void set(int index, Item.Content content) {
    long slot = slotBytes(index);
    byte[] bytes = content.bytes();
    if (bytes.length > slot) {
      throw new IllegalArgumentException(
          "Cannot store %d bytes in item %d of %s: it has room for %d. "
                  .formatted(bytes.length, index, name, slot)
              + "Make the list with a longer value there.");
    }
    long format = formatFor(index, content, slot);
    if (strict) {
      FORMAT.set(segment, formatAt(index), format);
      CODE.set(segment, codes + index, content.code());
      fill(index, bytes, ItemFormat.contentBytes(format));
    } else {
      clear(index);
      fill(index, bytes, slot);
      FORMAT.set(segment, formatAt(index), format);
      CODE.setRelease(segment, codes + index, content.code()); // release: pairs with get
    }
  }

  private long formatFor(int index, Item.Content content, long slot) {
    if (strict) {
      long present = (long) FORMAT.get(segment, formatAt(index));
      long bytes = ItemFormat.contentBytes(present);
      return bytes == ItemFormat.NO_BYTES || bytes > slot ? ItemFormat.ofBytes(slot) : present;
    }
    if (content.endsWithZero() && content.bytes().length == slot) {
      throw new IllegalArgumentException(
          "Cannot store %d bytes that end with a zero in item %d of %s: they fill it, "
                  .formatted(slot, index, name)
              + "and Python's layout then cannot say that the zero belongs to them. "
              + "Make the list with a longer value there.");
    }
    return ItemFormat.ofBytes(content.endsWithZero() ? content.bytes().length : slot);
  }

  /// As Python's struct does: cut or padded to a length.
  private void fill(int index, byte[] bytes, long length) {
    long copied = Math.min(bytes.length, length);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, segment, slots[index], copied);
    segment.asSlice(slots[index] + copied, length - copied).fill((byte) 0);
  }

  private long slotBytes(int index) {
    return slots[index + 1] - slots[index];
  }

  // ---- reading anything ----

  private @Nullable Object getSlowly(int index) {
    for (int look = 1; ; look++) {
      byte code = (byte) CODE.getAcquire(segment, codes + index); // acquire: pairs with set
      long format = (long) FORMAT.get(segment, formatAt(index));
      if (code == Item.NONE) {
        return null;
      }
      if (isKnown(index, format, code)) {
        Object value = read(index, format, code);
        if (isUnchanged(index, format, code) && value != null) {
          return value;
        }
      }
      if (look == LOOKS) {
        throw unreadable(index, format, code);
      }
      Thread.onSpinWait();
    }
  }

  private boolean isKnown(int index, long format, byte code) {
    if (code == Item.AS_IT_IS) {
      return format == ItemFormat.INT || format == ItemFormat.FLOAT || format == ItemFormat.BOOL;
    }
    long bytes = ItemFormat.contentBytes(format);
    return (code == Item.TEXT || code == Item.BYTES)
        && bytes != ItemFormat.NO_BYTES
        && bytes <= slotBytes(index);
  }

  /// @return null if it is a text that is not UTF-8
  private @Nullable Object read(int index, long format, byte code) {
    if (code == Item.AS_IT_IS) {
      long word = (long) LONG.getAcquire(segment, slots[index]);
      if (format == ItemFormat.INT) {
        return word;
      }
      return format == ItemFormat.FLOAT
          ? (Object) Double.longBitsToDouble(word)
          : (Object) ((word & TRUE * 0xff) != 0);
    }
    byte[] content = content(index, ItemFormat.contentBytes(format));
    return code == Item.BYTES ? content : decode(content);
  }

  private byte[] content(int index, long bytes) {
    byte[] content = segment.asSlice(slots[index], bytes).toArray(JAVA_BYTE);
    boolean padded = strict || bytes == slotBytes(index);
    int end = content.length;
    while (padded && end > 0 && content[end - 1] == 0) {
      end--;
    }
    return end == content.length ? content : Arrays.copyOf(content, end);
  }

  private static @Nullable String decode(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private MemoryException.Incompatible unreadable(int index, long format, byte code) {
    return new MemoryException.Incompatible(
        isKnown(index, format, code)
            ? "Cannot read item %d of %s: its %d bytes are not UTF-8. "
                    .formatted(index, name, ItemFormat.contentBytes(format))
                + "Python cuts a text off when it makes a list with longer characters than ASCII: "
                + "make the list here, or store the text as bytes."
            : "Cannot read item %d of %s: it has format '%s' and code %d in a slot of %d bytes. "
                    .formatted(index, name, ItemFormat.text(format), code, slotBytes(index))
                + "It is damaged, or of a version that is not known: set the item again.");
  }

  /// Python's format of all items, for its struct.
  String format() {
    var all = new StringBuilder();
    for (int index = 0; index < length; index++) {
      all.append(ItemFormat.text((long) FORMAT.get(segment, formatAt(index))));
    }
    return all.toString();
  }

  // ---- making ----

  /// The bytes that a list takes.
  ///
  /// @throws IllegalArgumentException if an item is too long for a format of 8 characters
  static long bytesFor(List<Item> items, boolean strict) {
    long slotBytes = 0;
    for (Item item : items) {
      slotBytes += slotBytes(item, strict);
    }
    return ShareableListLayout.bytes(items.size(), slotBytes);
  }

  private static long slotBytes(Item item, boolean strict) {
    return switch (item) {
      case Item.Number _ -> Long.BYTES;
      case Item.Content content -> {
        long bytes = content.slotBytes(strict);
        if (bytes > ItemFormat.MOST_BYTES) {
          throw new IllegalArgumentException(
              "Cannot put %d bytes into a ShareableList: %d is the most for one item. "
                      .formatted(content.bytes().length, ItemFormat.MOST_BYTES / 8 * 8 - 1)
                  + "Share them as a block of memory of their own.");
        }
        yield bytes;
      }
    };
  }

  /// Writes a list into memory of [#bytesFor] bytes, all zeros, that nobody sees yet.
  static void initialize(MemorySegment segment, List<Item> items, boolean strict) {
    long length = items.size();
    LONG.set(segment, ShareableListLayout.LENGTH_AT, length);
    long offset = 0;
    var slots = new long[items.size() + 1];
    for (int i = 0; i <= length; i++) {
      LONG.set(segment, ShareableListLayout.offsetAt(i), offset);
      slots[i] = ShareableListLayout.slotsAt(length) + offset;
      offset += i < length ? slotBytes(items.get(i), strict) : 0;
    }
    var memory = new ShareableMemory(segment, "a new list", strict, slots);
    for (int i = 0; i < length; i++) {
      memory.initialize(i, items.get(i));
    }
  }

  private void initialize(int index, Item item) {
    switch (item) {
      case Item.Number number -> set(index, number);
      case Item.Content content -> {
        long slot = slotBytes(index);
        long format = strict ? ItemFormat.ofBytes(slot) : formatFor(index, content, slot);
        FORMAT.set(segment, formatAt(index), format);
        CODE.set(segment, codes + index, content.code());
        fill(index, content.bytes(), slot);
      }
    }
  }

  // ---- attaching ----

  /// @throws MemoryException.Incompatible if it is not a list of Python 3.9 or later, or damaged
  static ShareableMemory attach(MemorySegment segment, String name, boolean strict) {
    long bytes = segment.byteSize();
    if (bytes < ShareableListLayout.slotsAt(0)) {
      throw notAList(name, "it has %d bytes".formatted(bytes));
    }
    long length = (long) LONG.get(segment, ShareableListLayout.LENGTH_AT);
    long first = (long) LONG.get(segment, ShareableListLayout.FIRST_OFFSET_AT);
    if (ShareableListLayout.isOfPython38(bytes, length, first)) {
      throw new MemoryException.Incompatible(
          "Cannot attach to %s: it has the layout of Python 3.8, which has no support any more. "
                  .formatted(name)
              + "Use Python 3.9 or later there.");
    }
    if (length < 0 || length > ShareableListLayout.mostItems(bytes)) {
      throw notAList(name, "it says that it has %d items in %d bytes".formatted(length, bytes));
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw notAList(name, "it has %d items, more than a Java list".formatted(length));
    }
    return new ShareableMemory(segment, name, strict, checkedSlots(segment, name, (int) length));
  }

  private static long[] checkedSlots(MemorySegment segment, String name, int length) {
    long base = ShareableListLayout.slotsAt(length);
    long room = segment.byteSize() - ShareableListLayout.bytes(length, 0);
    var slots = new long[length + 1];
    long before = -Long.BYTES;
    for (int i = 0; i <= length; i++) {
      long offset = (long) LONG.get(segment, ShareableListLayout.offsetAt(i));
      boolean inOrder = i == 0 ? offset == 0 : offset >= before + Long.BYTES && offset <= room;
      if (!inOrder || offset % Long.BYTES != 0) {
        throw notAList(name, "slot %d of %d begins at %d".formatted(i, length, offset));
      }
      slots[i] = base + offset;
      before = offset;
    }
    return slots;
  }

  private static MemoryException.Incompatible notAList(String name, String found) {
    return new MemoryException.Incompatible(
        "Cannot attach to %s as a ShareableList: %s. ".formatted(name, found)
            + "It is another kind of memory, or damaged: check the name, or make the list again.");
  }
}
