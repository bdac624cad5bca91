package io.tandem.demos.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Counts add up in a table, by whatever way they come into it and out of it.
class WordTableTest {
  /// UTF-8 bytes order as code points do; this compares code points themselves.
  private static final Comparator<WordCount> RANK =
      Comparator.comparingLong(WordCount::count)
          .reversed()
          .thenComparing(
              WordCount::word,
              (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));

  @Test
  void keepsApartAMillionWords() {
    var table = new WordTable();
    for (int round = 1; round <= 2; round++) {
      for (int i = 0; i < 1_000_000; i++) {
        table.add(Integer.toString(i, 36), i % 3 + 1);
      }
    }

    assertEquals(1_000_000, table.distinct());
    assertEquals(2 * 1_999_999, table.words());
    for (int i = 0; i < 1_000_000; i++) {
      assertEquals(2 * (i % 3 + 1), table.count(Integer.toString(i, 36)));
    }
    assertEquals(0, table.count("nowhere"));
    assertEquals(0, table.count(""));
  }

  @Test
  void wordsThatDifferOnlyInLengthAreDifferent() {
    var table = new WordTable();
    for (int length = 1; length <= 40; length++) {
      table.add("a".repeat(length), length);
    }

    for (int length = 1; length <= 40; length++) {
      assertEquals(length, table.count("a".repeat(length)));
    }
  }

  @Test
  void countsGoBeyondAnInt() {
    var table = new WordTable();
    table.add("much", Integer.MAX_VALUE);
    table.add("much", Integer.MAX_VALUE);

    assertEquals(2L * Integer.MAX_VALUE, table.count("much"));
    assertEquals(List.of(new WordCount("much", 2L * Integer.MAX_VALUE)), table.top(1));
  }

  @Test
  void equalCountsAreInTheOrderOfCodePoints() {
    var table = new WordTable();
    for (String word : List.of("𐐨", "ﬀ", "b", "é", "ab", "a", "z")) {
      table.add(word, 5);
    }
    table.add("zz", 6);

    assertTrue("𐐨".compareTo("ﬀ") < 0, "strings compare otherwise");
    assertEquals(
        List.of("zz", "a", "ab", "b", "z", "é", "ﬀ", "𐐨"),
        table.top(8).stream().map(WordCount::word).toList());
    assertEquals(List.of("zz", "a", "ab"), table.top(3).stream().map(WordCount::word).toList());
    assertEquals(List.of(), table.top(0));
    assertEquals(8, table.top(Integer.MAX_VALUE).size());
  }

  @Property
  void theTopIsTheHeadOfTheSortedWhole(
      @ForAll("texts") byte[] text, @ForAll @IntRange(max = 30) int limit) {
    var table = tableOf(text);

    assertEquals(table.stream().sorted(RANK).limit(limit).toList(), table.top(limit));
  }

  @Property
  void mergingAddsUp(@ForAll("texts") byte[] first, @ForAll("texts") byte[] second) {
    var merged = tableOf(first);
    merged.merge(tableOf(second));

    var both = tableOf(first);
    new WordCounter().count(second, 0, second.length, both);
    assertEquals(Texts.wordsOf(both), Texts.wordsOf(merged));
    assertEquals(both.words(), merged.words());
  }

  @Property
  void aTableThatWasWrittenAndReadIsTheSame(
      @ForAll("texts") byte[] first, @ForAll("texts") byte[] second) throws IOException {
    var there = tableOf(first);
    var here = tableOf(second);
    var expected = tableOf(first);
    expected.merge(here);

    assertEquals(Texts.wordsOf(there), Texts.wordsOf(copyOf(there)));
    var copy = copyOf(there);
    there.stream().forEach(entry -> assertEquals(entry.count(), copy.count(entry.word())));
    var mergedInto = copyOf(there);
    mergedInto.merge(copyOf(here));
    assertEquals(Texts.wordsOf(expected), Texts.wordsOf(mergedInto));
    assertEquals(expected.words(), mergedInto.words());
    assertEquals(expected.distinct(), mergedInto.distinct());
    here.merge(copyOf(there));
    assertEquals(Texts.wordsOf(expected), Texts.wordsOf(here));
  }

  @Test
  void aTableThatWasReadGrows() throws IOException {
    var table = new WordTable();
    for (int i = 0; i < 1024; i++) {
      table.add("old" + i, 1);
    }
    var copy = copyOf(table);
    for (int i = 0; i < 10_000; i++) {
      copy.add("new" + i, 1);
    }

    assertEquals(11_024, copy.distinct());
    assertEquals(1, copy.count("old1023"));
    assertEquals(1, copy.count("new9999"));
  }

  @Test
  void aWordOfAMebibyteIsAWordLikeAnyOther() throws IOException {
    String word = "x".repeat(1 << 20);
    var table = tableOf((word + " y " + word).getBytes(UTF_8));

    assertEquals(Map.of(word, 2L, "y", 1L), Texts.wordsOf(copyOf(table)));
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Texts.any();
  }

  private static WordTable tableOf(byte[] text) {
    var table = new WordTable();
    new WordCounter().count(text, 0, text.length, table);
    return table;
  }

  private static WordTable copyOf(WordTable table) throws IOException {
    var bytes = new ByteArrayOutputStream();
    table.writeTo(new DataOutputStream(bytes));
    return WordTable.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
