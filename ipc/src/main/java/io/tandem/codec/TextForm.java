package io.tandem.codec;

/// Texts: in UTF-8 if that can say them.
final class TextForm {
  private static final int SHORT = 64;

  private TextForm() {}

  static void write(String text, Output out) {
    if (text.length() <= SHORT && out.writeAscii(Tag.TEXT, text)) {
      return;
    }
    if (hasHalfPairs(text)) {
      out.writeByte(Tag.TEXT_16);
      PrimitiveArrays.write(Tag.CHARS, text.toCharArray(), out);
    } else {
      out.writeByte(Tag.TEXT);
      out.writeUtf8(text);
    }
  }

  static String read(int tag, Input in) {
    return switch (tag) {
      case Tag.TEXT -> in.readText();
      case Tag.TEXT_16 -> new String((char[]) PrimitiveArrays.read(Tag.CHARS, in));
      default -> throw Input.malformed("a text is of type %d", tag);
    };
  }

  /// Whether UTF-8 cannot say it.
  private static boolean hasHalfPairs(String text) {
    int last = text.length() - 1;
    for (int i = 0; i <= last; i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (i == last || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        return true;
      }
      i++;
    }
    return false;
  }
}
