package io.tandem.demos.words;

/// UTF-8 as `new String(bytes, UTF_8)` reads it, one code point at a time and without the string.
///
/// That decoder puts U+FFFD in the place of malformed bytes: a code point that is neither letter
/// nor digit. Here such a byte reads as [#MALFORMED], which is neither, too.
public final class Utf8 {
  /// What [#codePointAt] returns for a byte that starts no well-formed sequence.
  public static final int MALFORMED = -1;

  private static final int MAX_CONTINUATIONS = 3;

  private Utf8() {}

  /// Returns the code point whose sequence starts at `at` and ends by `end`, or [#MALFORMED]: a
  /// sequence cut off by `end`, an overlong one, a surrogate, a number above U+10FFFF, a stray
  /// byte. The caller goes on [#length] bytes behind `at`; for a malformed byte that is 1, since a
  /// well-formed sequence never begins inside what a malformed one swallows.
  public static int codePointAt(byte[] text, int at, int end) {
    int lead = text[at] & 0xFF;
    if (lead < 0x80) {
      return lead;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || end - at < length) {
      return MALFORMED;
    }
    int codePoint = lead & 0x7F >> length;
    for (int i = at + 1; i < at + length; i++) {
      if (!isContinuation(text[i])) {
        return MALFORMED;
      }
      codePoint = codePoint << 6 | text[i] & 0x3F;
    }
    return length(codePoint) == length && !isSurrogate(codePoint) ? codePoint : MALFORMED;
  }

  /// Returns the bytes of the code point's sequence: 1 for [#MALFORMED], 5 above U+10FFFF.
  public static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : codePoint < 0x110000 ? 4 : 5;
  }

  /// Writes the sequence of a code point up to U+10FFFF at `at` and returns the index behind it.
  public static int put(int codePoint, byte[] target, int at) {
    int length = length(codePoint);
    if (length == 1) {
      target[at] = (byte) codePoint;
      return at + 1;
    }
    int rest = codePoint;
    for (int i = at + length - 1; i > at; i--) {
      target[i] = (byte) (0x80 | rest & 0x3F);
      rest >>>= 6;
    }
    target[at] = (byte) (0xF00 >> length | rest);
    return at + length;
  }

  /// Returns the last index between `from` and `end`, both excluded, at which text can be cut in
  /// two without cutting a word, or `from` if there is none. What stands behind `end` is not known,
  /// so a sequence that `end` cuts off counts as part of a word.
  public static int lastCut(byte[] text, int from, int end) {
    for (int at = end - 1; at > from; at--) {
      if (separates(text, from, at, end)) {
        return at;
      }
    }
    return from;
  }

  private static boolean separates(byte[] text, int from, int at, int end) {
    if (isContinuation(text[at])) {
      return at - from >= MAX_CONTINUATIONS
          && isContinuation(text[at - 1])
          && isContinuation(text[at - 2])
          && isContinuation(text[at - 3]);
    }
    int codePoint = codePointAt(text, at, end);
    boolean maybeCutOff = codePoint == MALFORMED && end - at <= MAX_CONTINUATIONS;
    return !maybeCutOff && !Character.isLetterOrDigit(codePoint);
  }

  private static boolean isContinuation(byte b) {
    return b < (byte) 0xC0;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
