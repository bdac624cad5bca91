package io.tandem.demos.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.words.Texts;
import io.tandem.demos.words.WordCounter;
import io.tandem.demos.words.WordTable;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Files come out as lines, whatever is in them.
class LineReaderTest {
  private static final int BUFFER_BYTES = 16;

  @Test
  void linesEndAsInABufferedReader() throws IOException {
    assertEquals(List.of("a", "b", "c", "", "d", "e"), linesOf("a\nb\r\nc\r\rd\ne"));
    assertEquals(List.of("a", ""), linesOf("a\r\n\n"));
    assertEquals(List.of("", "a"), linesOf("\na"));
    assertEquals(List.of(), linesOf(""));
  }

  @Test
  void onlyLineEndsEndLinesWhereverTheyStand() throws IOException {
    for (int place = 0; place < 24; place++) {
      for (int b : new int[] {0, '\t', '\n', 0x0B, '\f', '\r', 0x0E, 0x80, 0x8A, 0x8D, 0xFF}) {
        byte[] text = "x".repeat(24).getBytes(UTF_8);
        text[place] = (byte) b;
        assertEquals(expectedLines(text), linesOf(new String(text, ISO_8859_1)));
      }
    }
  }

  @Property
  void anyTextHasTheLinesOfABufferedReader(@ForAll("texts") byte[] text) throws IOException {
    assertEquals(expectedLines(text), linesOf(new String(text, ISO_8859_1)));
  }

  @Property
  void linesLongerThanTheBufferComeInPiecesWithWholeWords(@ForAll("texts") byte[] text)
      throws IOException {
    var reader = new LineReader(BUFFER_BYTES);
    var table = new WordTable();
    var counter = new WordCounter();
    var pieces = new ByteArrayOutputStream();

    try (var file = TempFile.of(text)) {
      reader.read(
          file.path(),
          (bytes, offset, length) -> {
            counter.count(bytes, offset, length, table);
            pieces.write(bytes, offset, length);
          });
    }

    assertEquals(Texts.wordsOf(text), Texts.wordsOf(table));
    assertEquals(String.join("", expectedLines(text)), pieces.toString(ISO_8859_1));
    assertEquals(expectedLines(text).size(), reader.lines());
    assertEquals(text.length, reader.bytes());
  }

  @Test
  void piecesFitTheBufferButForALongerWord() throws IOException {
    var pieces = new ArrayList<String>();
    var reader = new LineReader(BUFFER_BYTES);

    try (var file = TempFile.of("one two three four " + "x".repeat(100) + " five\nsix")) {
      reader.read(file.path(), collect(pieces));
    }

    assertEquals(List.of("one two three", " four", " " + "x".repeat(100) + " five", "six"), pieces);
    assertEquals(2, reader.lines());
  }

  @Test
  void aWordOfTheGreatestLengthIsReadAndALongerOneRefused() throws IOException {
    var reader = new LineReader(1 << 16);
    var lengths = new ArrayList<Integer>();
    LineSink lengthsOnly = (_, _, length) -> lengths.add(length);
    int most = LineReader.MAX_WORD_BYTES;

    try (var good = TempFile.of("a".repeat(most - 1) + " b");
        var bad = TempFile.of("first line\n" + "a".repeat(most + 1) + "\nlast line")) {
      reader.read(good.path(), lengthsOnly);
      assertEquals(List.of(most - 1, 2), lengths);

      var refusal = assertThrows(IOException.class, () -> reader.read(bad.path(), lengthsOnly));
      assertEquals("a word in it is longer than 16777216 bytes", refusal.getMessage());
      assertEquals(List.of(most - 1, 2, 10), lengths);
      assertEquals(2, reader.lines());
    }
  }

  @Test
  void aGrownBufferServesOneFileOnly() throws IOException {
    var reader = new LineReader(BUFFER_BYTES);
    var pieces = new ArrayList<String>();

    try (var wide = TempFile.of("x".repeat(1000));
        var narrow = TempFile.of("one two three four five")) {
      reader.read(wide.path(), collect(new ArrayList<>()));
      reader.read(narrow.path(), collect(pieces));
    }

    assertEquals(List.of("one two three", " four five"), pieces);
  }

  /// A sparse file of zeros: one line of 1 GiB, which no buffer here could hold.
  @Test
  void aLineOfAGibibyteNeedsNoMoreThanTheBuffer() throws IOException {
    long size = 1L << 30;
    var reader = new LineReader(1 << 16);
    var longest = new int[1];
    try (var file = TempFile.of("")) {
      try (var channel = FileChannel.open(file.path(), WRITE)) {
        channel.write(ByteBuffer.wrap("end".getBytes(UTF_8)), size - 3);
      }
      reader.read(file.path(), (_, _, length) -> longest[0] = Math.max(longest[0], length));
    }

    assertEquals(1, reader.lines());
    assertEquals(size, reader.bytes());
    assertTrue(longest[0] <= 1 << 16, () -> "a piece of " + longest[0]);
  }

  @Test
  void aFileThatBecomesShorterIsReadAsFarAsItGoes() throws IOException {
    var reader = new LineReader(BUFFER_BYTES);
    var lines = new ArrayList<String>();
    try (var file = TempFile.of("one\ntwo\n" + "three\n".repeat(1000))) {
      LineSink collect = collect(lines);
      reader.read(
          file.path(),
          (text, offset, length) -> {
            collect.line(text, offset, length);
            file.truncate(20);
          });
    }

    assertEquals(List.of("one", "two", "three", "three"), lines);
    assertEquals(20, reader.bytes());
  }

  @Test
  void aMissingFileIsAnError() {
    var reader = new LineReader(BUFFER_BYTES);

    assertThrows(
        NoSuchFileException.class,
        () -> reader.read(Path.of("/nowhere/at/all"), collect(new ArrayList<>())));
  }

  @Test
  void aBufferTooSmallOrTooLargeIsRefused() {
    var refusal = assertThrows(IllegalArgumentException.class, () -> new LineReader(15));

    assertEquals(
        "Cannot read lines through a buffer of 15 bytes: choose one of 16 to 16777216.",
        refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new LineReader(LineReader.MAX_WORD_BYTES + 1));
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Texts.any();
  }

  private static List<String> linesOf(String text) throws IOException {
    var lines = new ArrayList<String>();
    try (var file = TempFile.of(text.getBytes(ISO_8859_1))) {
      new LineReader(1 << 12).read(file.path(), collect(lines));
    }
    return lines;
  }

  private static LineSink collect(List<String> lines) {
    return (text, offset, length) -> lines.add(new String(text, offset, length, ISO_8859_1));
  }

  private static List<String> expectedLines(byte[] text) {
    return new BufferedReader(new StringReader(new String(text, ISO_8859_1))).lines().toList();
  }
}
