package io.tandem.demos.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Many files are read as one text, and what cannot be read stops nobody.
class TextReadingTest {
  @TempDir private Path folder;
  private final StringWriter warnings = new StringWriter();
  private final TextReading reading =
      new TextReading(new LineReader(1 << 12), new SkippedFiles(new PrintWriter(warnings)));
  private final List<String> lines = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  @Test
  void filesAreReadInOrderAndAddedUp() throws Exception {
    var files = List.of(write("a", "one\ntwo"), write("empty", ""), write("b", "three\n"));

    read(files);

    assertEquals(List.of("one", "two", "three"), lines);
    assertEquals(new TextTotals(3, 0, 3, 13), reading.totals());
    assertEquals(List.of(7L, 0L, 6L), progress);
  }

  @Test
  void aFileThatIsGoneIsNamedAndTheRestIsRead() throws Exception {
    var gone = write("gone", "lost\n");
    var there = write("there", "found\n");
    Files.delete(gone.path());

    read(List.of(gone, there));

    assertEquals(List.of("found"), lines);
    assertEquals(new TextTotals(1, 1, 1, 6), reading.totals());
    assertEquals("tandem: skipped %s: it is gone%n".formatted(gone.path()), warnings.toString());
    assertEquals(List.of(5L, 6L), progress);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatFailsWhileItIsReadIsNamedAndTheRestIsRead() throws Exception {
    var unreadable = new TextFile(Path.of("/proc/self/mem"), 0);

    read(List.of(unreadable, write("there", "found\n")));

    assertEquals(List.of("found"), lines);
    assertEquals(1, reading.totals().skipped());
    String warning = warnings.toString();
    assertTrue(warning.startsWith("tandem: skipped /proc/self/mem: Input/output error"), warning);
  }

  @Test
  void ofAFileWithTooLongAWordTheLinesBeforeCount() throws Exception {
    var text = "good line\n" + "a".repeat(LineReader.MAX_WORD_BYTES + 1);
    var bad = write("bad", text);

    read(List.of(bad));

    assertEquals(List.of("good line"), lines);
    assertEquals(0, reading.totals().files());
    assertEquals(1, reading.totals().lines());
    assertEquals(
        "tandem: skipped %s: a word in it is longer than 16777216 bytes%n".formatted(bad.path()),
        warnings.toString());
  }

  private void read(List<TextFile> files) {
    reading.read(
        files,
        (text, offset, length) -> lines.add(new String(text, offset, length, UTF_8)),
        progress::add);
  }

  private TextFile write(String name, String text) throws Exception {
    Path path = Files.writeString(folder.resolve(name), text);
    return new TextFile(path, Files.size(path));
  }
}
