package io.tandem.demos.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Text to count, good and bad, and the slow and obvious way to count it.
public final class Texts {
  private static final List<Arbitrary<byte[]>> PARTS =
      List.of(
          Arbitraries.strings().ascii().ofMaxLength(12).map(text -> text.getBytes(UTF_8)),
          Arbitraries.strings().all().ofMaxLength(4).map(text -> text.getBytes(UTF_8)),
          Arbitraries.of("Ⱥ", "İ", "ß", "Ω", "ǅ", "Ꭰ", "𐐀", "漢字", "𝟘", "�", "٣", "²", "ⅷ", "_")
              .map(text -> text.getBytes(UTF_8)),
          Arbitraries.of("\n", "\r", "\r\n", " ", "\0").map(text -> text.getBytes(UTF_8)),
          Arbitraries.bytes().array(byte[].class).ofMaxSize(6),
          Arbitraries.bytes().between((byte) 0x80, (byte) 0xBF).array(byte[].class).ofMaxSize(6),
          Arbitraries.of(0xC0, 0xC3, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF)
              .map(lead -> new byte[] {lead.byteValue()}));

  private Texts() {}

  /// Words of all scripts, line ends, stray bytes, and sequences cut short.
  public static Arbitrary<byte[]> any() {
    return Arbitraries.oneOf(PARTS).list().ofMaxSize(40).map(Texts::join);
  }

  private static byte[] join(List<byte[]> parts) {
    var text = new ByteArrayOutputStream();
    parts.forEach(text::writeBytes);
    return text.toByteArray();
  }

  /// Counts as the definition of a word reads, on the string that Java's decoder makes of the text.
  public static Map<String, Long> wordsOf(byte[] text) {
    var counts = new TreeMap<String, Long>();
    var word = new StringBuilder();
    (new String(text, UTF_8) + " ")
        .codePoints()
        .forEach(
            codePoint -> {
              if (Character.isLetterOrDigit(codePoint)) {
                word.appendCodePoint(Character.toLowerCase(codePoint));
              } else if (!word.isEmpty()) {
                counts.merge(word.toString(), 1L, Long::sum);
                word.setLength(0);
              }
            });
    return counts;
  }

  /// Everything a table holds.
  public static Map<String, Long> wordsOf(WordTable table) {
    var counts = new TreeMap<String, Long>();
    table.stream().forEach(entry -> counts.merge(entry.word(), entry.count(), Long::sum));
    return counts;
  }
}
