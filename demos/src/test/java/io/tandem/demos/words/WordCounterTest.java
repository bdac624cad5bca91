package io.tandem.demos.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The counter agrees with the definition of a word, for any bytes.
class WordCounterTest {
  @Property
  void countsWhatTheDefinitionSays(@ForAll("texts") byte[] text) {
    var table = new WordTable();

    new WordCounter().count(text, 0, text.length, table);

    assertEquals(Texts.wordsOf(text), Texts.wordsOf(table));
    assertEquals(Texts.wordsOf(text).values().stream().mapToLong(n -> n).sum(), table.words());
    assertEquals(Texts.wordsOf(text).size(), table.distinct());
  }

  @Property
  void looksAtNoByteOutsideItsRange(
      @ForAll("texts") byte[] text, @ForAll @IntRange(max = 20) int before) {
    byte[] padded = "wordwordwordwordwordwordwordwordwordwordword".getBytes(UTF_8);
    byte[] all = new byte[before + text.length + 20];
    System.arraycopy(padded, 0, all, 0, before);
    System.arraycopy(text, 0, all, before, text.length);
    System.arraycopy(padded, 0, all, before + text.length, 20);
    var table = new WordTable();

    new WordCounter().count(all, before, text.length, table);

    assertEquals(Texts.wordsOf(text), Texts.wordsOf(table));
  }

  @Test
  void everyCodePointIsALetterExactlyWhereJavaSaysSo() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      byte[] text = ("a" + Character.toString(codePoint) + "b").getBytes(UTF_8);
      var table = new WordTable();
      new WordCounter().count(text, 0, text.length, table);

      if (Character.isLetterOrDigit(codePoint)) {
        String word = "a" + Character.toString(Character.toLowerCase(codePoint)) + "b";
        assertEquals(1, table.count(word), () -> "one word: " + word);
      }
      assertEquals(Texts.wordsOf(text).size(), table.distinct());
    }
  }

  @Test
  void aLowerCaseMayBeLongerThanItsLetter() {
    byte[] text = "Ⱥ".repeat(1000).getBytes(UTF_8);
    var table = new WordTable();

    new WordCounter().count(text, 0, text.length, table);

    assertEquals(Map.of("ⱥ".repeat(1000), 1L), Texts.wordsOf(table));
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Texts.any();
  }
}
