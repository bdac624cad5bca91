package io.tandem.tests.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tandem run`: several processes count what one thread counts, and bad input has a clear outcome.
@Timeout(120)
class RunTest {
  private static final long LONG_LINE_BYTES = 48L << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1,1,1m", "2,2,64k", "1,3,4k", "3,1,1m"})
  void severalProcessesCountWhatOneThreadCounts(String producers, String consumers, String ring)
      throws IOException {
    Path texts = variousTexts();

    var outcome =
        TandemCommand.run(
            directory,
            "run",
            "--verify",
            "--producers",
            producers,
            "--consumers",
            consumers,
            "--ring-size",
            ring,
            texts.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("a recount in one thread gives the same"), outcome.out());
  }

  @Test
  void aVeryLongLineIsOneLine() throws IOException {
    Path file = directory.resolve("long.txt");
    byte[] piece = "abc,DÉF. ".repeat(1 << 16).getBytes(UTF_8);
    try (var out = Files.newOutputStream(file)) {
      for (long written = 0; written < LONG_LINE_BYTES; written += piece.length) {
        out.write(piece);
      }
    }

    var outcome = TandemCommand.run(directory, "run", "--json", "--verify", file.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("\"lines\":1,"), outcome.out());
    assertTrue(outcome.out().contains("\"word\":\"déf\""), outcome.out());
  }

  @Test
  void ownClassesReadAndCount() throws IOException {
    Path texts = Files.createDirectory(directory.resolve("own"));
    Files.writeString(texts.resolve("one"), "abc\n");
    Files.writeString(texts.resolve("three"), "abc\n");

    var outcome =
        TandemCommand.run(
            directory,
            "run",
            "--json",
            "--verify",
            "--producer",
            FileNames.class.getName(),
            "--consumer",
            LineLengths.class.getName(),
            texts.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome
            .out()
            .contains("[{\"word\":\"length 3\",\"count\":1},{\"word\":\"length 5\",\"count\":1}]"),
        outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"1,1,1m", "2,3,4k"})
  void aFewBytesMayBeMuchText(String producers, String consumers, String ring) throws IOException {
    Path file = Files.writeString(directory.resolve("few"), "one two\nthree\n");

    var outcome =
        TandemCommand.run(
            directory,
            "run",
            "--json",
            "--verify",
            "--producers",
            producers,
            "--consumers",
            consumers,
            "--ring-size",
            ring,
            "--producer",
            Repeating.class.getName(),
            file.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("{\"word\":\"three\",\"count\":200000}"), outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"--producer,exits", "--consumer,exits", "--producer,throws", "--consumer,throws"})
  void aProcessThatEndsTooSoonIsLostHoweverItEnds(String option, String what) throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "a");
    String quitter = (what.equals("exits") ? Exiting.class : Throwing.class).getName();

    var outcome = TandemCommand.run(directory, "run", "--json", option, quitter, file.toString());

    assertEquals(3, outcome.exitCode(), outcome.err());
    String code = what.equals("exits") ? "code 0" : "code 1";
    assertTrue(outcome.err().contains("exited with " + code), outcome.err());
    assertEquals(what.equals("throws"), outcome.err().contains("thrown by the user's class"));
  }

  @Test
  void aClassThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "a");

    var missing = TandemCommand.run(directory, "run", "--producer", "no.Such", file.toString());
    var wrong =
        TandemCommand.run(directory, "run", "--consumer", "java.lang.String", file.toString());

    assertEquals(2, missing.exitCode());
    assertTrue(missing.err().contains("no.Such: it is not on the class path"), missing.err());
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("java.lang.String: it does not implement"), wrong.err());
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    var missing = TandemCommand.run(directory, "run", "no-such-file");
    var nothing = TandemCommand.run(directory, "run", empty.toString());

    assertEquals(2, missing.exitCode());
    assertTrue(missing.err().contains("'no-such-file'"), missing.err());
    assertEquals(2, nothing.exitCode());
    assertTrue(nothing.err().contains("no file to read"), nothing.err());
  }

  private Path variousTexts() throws IOException {
    Path texts = Files.createDirectory(directory.resolve("texts"));
    var random = new Random(7);
    byte[] binary = new byte[300_000];
    random.nextBytes(binary);
    Files.write(texts.resolve("binary"), binary);
    Files.writeString(texts.resolve("empty"), "");
    Files.writeString(texts.resolve("unended"), "one two\r\nthree\rfour");
    char[] unended = new char[200_000];
    Arrays.fill(unended, 'x');
    Files.writeString(texts.resolve("one-word"), new String(unended));
    var unicode = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      unicode.appendCodePoint(random.nextInt(0xD800)).append(i % 9 == 0 ? '\n' : 'ß');
    }
    Files.writeString(texts.resolve("unicode"), unicode);
    return texts;
  }
}
