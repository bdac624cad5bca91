package io.tandem.list;

/// One slot of a list's index, see [BodyLayout].
final class Slot {
  static final int MOST_INLINE = 7;

  private static final int LOWEST = 0xff;
  private static final int RECORD = 255;

  private Slot() {}

  static boolean fitsInline(byte[] element) {
    return element.length <= MOST_INLINE;
  }

  /// @param element of at most [#MOST_INLINE] bytes
  static long ofInline(byte[] element) {
    long slot = 0;
    for (int i = element.length - 1; i >= 0; i--) {
      slot = slot << Byte.SIZE | element[i] & LOWEST;
    }
    return slot << Byte.SIZE | element.length + 1;
  }

  static long ofRecord(long at) {
    return at << Byte.SIZE | RECORD;
  }

  static boolean isRecord(long slot) {
    return (slot & LOWEST) == RECORD;
  }

  static boolean isInline(long slot) {
    return (slot & LOWEST) >= 1 && (slot & LOWEST) <= MOST_INLINE + 1;
  }

  static byte[] inline(long slot) {
    var element = new byte[(int) (slot & LOWEST) - 1];
    for (int i = 0; i < element.length; i++) {
      element[i] = (byte) (slot >>> Byte.SIZE * (i + 1));
    }
    return element;
  }

  static long record(long slot) {
    return slot >>> Byte.SIZE;
  }
}
