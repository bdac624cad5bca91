package io.tandem.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Texts as UTF-8, without replacing what has none.
final class Utf8 {
  private Utf8() {}

  /// @throws IllegalArgumentException if half a surrogate pair is in it
  static byte[] encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Cannot share a text of %d characters: half a surrogate pair in it has no UTF-8. "
                  .formatted(text.length())
              + "Remove it, or share the text as bytes.",
          e);
    }
  }
}
