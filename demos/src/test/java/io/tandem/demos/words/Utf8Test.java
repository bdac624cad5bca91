package io.tandem.demos.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// UTF-8 is read as `java.lang.String` reads it, and cut where no word is cut.
class Utf8Test {
  @Property
  void decodesAsStringsDo(@ForAll("texts") byte[] text) {
    var decoded = new StringBuilder();
    for (int at = 0; at < text.length; ) {
      int codePoint = Utf8.codePointAt(text, at, text.length);
      decoded.appendCodePoint(codePoint == Utf8.MALFORMED ? 0xFFFD : codePoint);
      at += Utf8.length(codePoint);
    }

    assertEquals(oneMarkEach(new String(text, UTF_8)), oneMarkEach(decoded.toString()));
  }

  /// Java puts one U+FFFD for several malformed bytes, where ours are read one by one.
  private static String oneMarkEach(String text) {
    return text.replaceAll("\uFFFD+", "\uFFFD");
  }

  @Test
  void writesWhatStringsWrite() {
    byte[] target = new byte[8];
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (Character.getType(codePoint) != Character.SURROGATE) {
        int end = Utf8.put(codePoint, target, 1);

        byte[] expected = Character.toString(codePoint).getBytes(UTF_8);
        assertArrayEquals(expected, Arrays.copyOfRange(target, 1, end));
        assertEquals(expected.length, Utf8.length(codePoint));
      }
    }
  }

  @Property
  void aCutLeavesEveryWordWhole(
      @ForAll("texts") byte[] text, @ForAll @IntRange(max = 100) int known) {
    int end = Math.min(known, text.length);

    int cut = Utf8.lastCut(text, 0, end);

    assertTrue(cut == 0 || cut < end);
    assertEquals(
        Texts.wordsOf(text),
        sum(
            Texts.wordsOf(Arrays.copyOf(text, cut)),
            Texts.wordsOf(Arrays.copyOfRange(text, cut, text.length))));
  }

  @Property
  void whereThereIsASeparatorThereIsACut(
      @ForAll("texts") byte[] before, @ForAll("texts") byte[] after) {
    byte[] text = Arrays.copyOf(before, before.length + 5 + after.length);
    Arrays.fill(text, before.length, before.length + 5, (byte) 0x80);
    System.arraycopy(after, 0, text, before.length + 5, after.length);

    assertTrue(Utf8.lastCut(text, 0, text.length) >= before.length);
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Texts.any();
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    var sum = new HashMap<>(a);
    b.forEach((word, count) -> sum.merge(word, count, Long::sum));
    return new TreeMap<>(sum);
  }
}
