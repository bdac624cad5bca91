package io.tandem.demos.words;

import java.util.Arrays;

/// Finds the words in UTF-8 text and counts them.
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
/// new WordCounter().count(line, 0, line.length, table);
/// table.count("to"); // 2
/// ```
public final class WordCounter implements TextConsumer {
  private static final byte SEPARATOR = 0;
  private static final byte NOT_ASCII = -1;

  /// For each byte: the lower case of an ASCII letter or digit, else one of the two above.
  private static final byte[] LOWER = lowerCaseByByte();

  private byte[] word = new byte[64];

  /// Counts the words of `text[offset, offset + length)`, which is taken as a whole: a word that
  /// touches either end of the range ends there.
  @Override
  public void count(byte[] text, int offset, int length, WordTable table) {
    reserveWord(length);
    int end = offset + length;
    for (int at = offset; at < end; ) {
      at = countNext(text, at, end, table);
    }
  }

  /// Counts the word that begins at `at`, if there is one, and returns the index behind the code
  /// point that ended it. A method of its own, so that it is compiled after some thousand words and
  /// not after some hundred texts.
  private int countNext(byte[] text, int at, int end, WordTable table) {
    byte[] word = this.word;
    int size = 0;
    for (; at < end; at++) {
      byte lower = LOWER[text[at] & 0xFF];
      if (lower <= SEPARATOR) {
        if (lower == NOT_ASCII) {
          return 1 + countBeyondAscii(text, at, end, size, table);
        }
        break;
      }
      word[size++] = lower;
    }
    if (size > 0) {
      table.add(word, size, 1);
    }
    return at + 1;
  }

  /// Goes on with a word of which `size` bytes were found before `at`, counts it, and returns the
  /// index of the last byte of the code point that ended it, or `end`.
  private int countBeyondAscii(byte[] text, int at, int end, int size, WordTable table) {
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
