package io.tandem.queue;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;
import java.nio.ByteOrder;

/// Where a message of a queue is: message `n` has the slot `n` modulo their number.
///
/// ```text
/// offset  size  field   written by         read by
///      0     8  start   P's holder, plain  anybody, after tail
///      8     4  length  P's holder, plain  anybody, after tail
///     12     4  kind    P's holder, plain  anybody, after tail
///     16
/// ```
///
/// `start` counts bytes since the queue was made; modulo the size of the ring of bytes it is the
/// place there. A message never wraps around the end of that ring, and begins at a multiple of 8.
/// If `kind` is [#LINKED], its bytes are in a block of the scope, and the ring has that block's
/// offset, 8 bytes, and generation, 4 bytes.
final class SlotLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("start"), JAVA_INT.withName("length"), JAVA_INT.withName("kind"))
          .withName("slot");

  static final long BYTES = 16;
  static final long START_AT = 0;
  static final long LENGTH_AT = 8;
  static final long KIND_AT = 12;

  static final int IN_RING = 0;
  static final int LINKED = 1;
  static final int LINK_BYTES = 16;

  private static final boolean LOW_FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private SlotLayout() {}

  /// The second half of the slot of a message in the ring, as one word.
  static long inRing(int length) {
    return LOW_FIRST ? length : (long) length << Integer.SIZE;
  }

  /// The length in the second half of a slot.
  static int length(long half) {
    return (int) (LOW_FIRST ? half : half >>> Integer.SIZE);
  }

  /// Whether the second half of a slot says that the message is in the ring.
  static boolean isInRing(long half) {
    return (int) (LOW_FIRST ? half >>> Integer.SIZE : half) == IN_RING;
  }
}
