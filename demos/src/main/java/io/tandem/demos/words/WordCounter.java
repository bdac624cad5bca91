package io.tandem.demos.words;

import java.util.Arrays;

/// Finds the words in UTF-8 text and counts them in a [WordTable].
///
/// A word is a longest run of code points for which `Character.isLetterOrDigit` holds. It is
/// counted with each of them mapped through `Character.toLowerCase(int)`. Malformed bytes separate
/// words, as does the U+FFFD that Java's decoder puts in their place.
///
/// **Sharing.** One thread at a time.
///
/// ```java
/// var table = new WordTable();
/// byte[] line = "To be, or not to be".getBytes(UTF_8);
/// new WordCounter(table).count(line, 0, line.length);
/// table.count("to"); // 2
/// ```
public final class WordCounter {
  private static final byte SEPARATOR = 0;
  private static final byte NOT_ASCII = -1;

  /// For each byte: the lower case of an ASCII letter or digit, else one of the two above.
  private static final byte[] LOWER = lowerCaseByByte();

  private final WordTable table;
  private byte[] word = new byte[64];

  public WordCounter(WordTable table) {
    this.table = table;
  }

  /// Counts the words of `text[offset, offset + length)`, which is taken as a whole: a word that
  /// touches either end of the range ends there.
  public void count(byte[] text, int offset, int length) {
    reserveWord(length);
    byte[] word = this.word;
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      int size = 0;
      byte lower = SEPARATOR;
      for (; at < end; at++) {
        lower = LOWER[text[at] & 0xFF];
        if (lower <= SEPARATOR) {
          break;
        }
        word[size++] = lower;
      }
      if (lower == NOT_ASCII) {
        at = countBeyondAscii(text, at, end, size);
      } else if (size > 0) {
        table.add(word, size, 1);
      }
    }
  }

  /// Goes on with a word of which `size` bytes were found before `at`, counts it, and returns the
  /// index of the last byte of the code point that ended it, or `end`.
  private int countBeyondAscii(byte[] text, int at, int end, int size) {
    int next = at;
    while (next < end) {
      int codePoint = Utf8.codePointAt(text, next, end);
      next += Utf8.length(codePoint);
      if (!Character.isLetterOrDigit(codePoint)) {
        next--;
        break;
      }
      size = Utf8.put(Character.toLowerCase(codePoint), word, size);
    }
    if (size > 0) {
      table.add(word, size, 1);
    }
    return next;
  }

  /// A lower case can be longer than its letter: U+023A takes two bytes, its lower case three.
  private void reserveWord(int textLength) {
    int needed = Math.addExact(textLength, textLength / 2 + WordTable.PADDING);
    if (word.length < needed) {
      word = new byte[needed];
    }
  }

  private static byte[] lowerCaseByByte() {
    byte[] lower = new byte[256];
    Arrays.fill(lower, 0x80, 0x100, NOT_ASCII);
    for (int c = 0; c < 0x80; c++) {
      lower[c] = Character.isLetterOrDigit(c) ? (byte) Character.toLowerCase(c) : SEPARATOR;
    }
    return lower;
  }
}
