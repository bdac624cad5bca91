package io.tandem.value;

import java.nio.charset.StandardCharsets;

/// The formats of a [ShareableList]'s items. In memory each is 8 ASCII characters; here it is those
/// 8 bytes as a little-endian number, so that comparing formats is comparing numbers.
final class ItemFormat {
  static final long INT = of("q");
  static final long FLOAT = of("d");
  static final long BOOL = of("xxxxxxx?");
  static final long NONE = of("xxxxxx?x");

  /// The largest number of bytes that a format can say.
  static final long MOST_BYTES = 9_999_999;

  /// What [#contentBytes] returns for formats of other items.
  static final long NO_BYTES = -1;

  private ItemFormat() {}

  /// The format of a text or of bytes.
  ///
  /// @param bytes 0 to [#MOST_BYTES]
  static long ofBytes(long bytes) {
    return of(bytes + "s");
  }

  private static long of(String text) {
    long format = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      format = format << Byte.SIZE | text.charAt(i);
    }
    return format;
  }

  /// The number in the format of a text or of bytes; [#NO_BYTES] for any other.
  static long contentBytes(long format) {
    long bytes = 0;
    long rest = format;
    for (; (rest & 0xff) >= '0' && (rest & 0xff) <= '9'; rest >>>= Byte.SIZE) {
      bytes = 10 * bytes + (rest & 0xff) - '0';
    }
    boolean hasNumber = rest != format;
    return hasNumber && rest == 's' ? bytes : NO_BYTES;
  }

  /// As Python shows it: without the zeros that pad it.
  static String text(long format) {
    var characters = new byte[Long.BYTES];
    int length = 0;
    for (long rest = format; rest != 0; rest >>>= Byte.SIZE) {
      characters[length++] = (byte) rest;
    }
    return new String(characters, 0, length, StandardCharsets.ISO_8859_1);
  }
}
