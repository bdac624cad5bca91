package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// C's `char name[length]`: UTF-8, and zeros up to the end. A string that fills it has no zero
/// behind it, as in Python's `ctypes`. Writing allocates nothing.
///
/// @param path for messages
record TextAccess(String path, int length) implements Access<String> {
  private static final int CONTINUED = 0b1000_0000;

  /// Up to the first zero. Malformed bytes are read as `U+FFFD`.
  @Override
  public String read(MemorySegment memory, long offset) {
    int end = 0;
    while (end < length && memory.get(JAVA_BYTE, offset + end) != 0) {
      end++;
    }
    var bytes = new byte[end];
    MemorySegment.copy(memory, JAVA_BYTE, offset, bytes, 0, end);
    return new String(bytes, UTF_8);
  }

  @Override
  public void check(String text) {
    Objects.requireNonNull(text, path);
    long bytes = 0;
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException(
            "Cannot write %s: its character %d is U+%04X, which is no text in C. "
                    .formatted(path, i, point)
                + "Use a byte[] for bytes.");
      }
      bytes += bytesOf(point);
    }
    if (bytes > length) {
      throw new IllegalArgumentException(
          "Cannot write %s: it has %d bytes in UTF-8, and there is room for %d. "
                  .formatted(path, bytes, length)
              + "Shorten it, or raise its @Length.");
    }
  }

  @Override
  public void write(MemorySegment memory, long offset, String text) {
    long at = offset;
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      at += put(memory, at, point);
    }
    for (; at < offset + length; at++) {
      memory.set(JAVA_BYTE, at, (byte) 0);
    }
  }

  private static int bytesOf(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }

  /// @return how many bytes it took
  private static int put(MemorySegment memory, long offset, int point) {
    int bytes = bytesOf(point);
    int rest = point;
    for (int i = bytes - 1; i > 0; i--) {
      memory.set(JAVA_BYTE, offset + i, (byte) (CONTINUED | rest & 0b0011_1111));
      rest >>>= 6;
    }
    int lead = bytes == 1 ? 0 : 0xF00 >>> bytes & 0xFF; // as many ones as there are bytes
    memory.set(JAVA_BYTE, offset, (byte) (lead | rest));
    return bytes;
  }
}
