package io.tandem.demos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command from the outside: its arguments, its output, its exit codes.
class TandemTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void countsOneThreadAndVerifies() throws IOException {
    Files.writeString(folder.resolve("hamlet"), "To be, or not to be:\nthat is the question\n");

    assertEquals(0, tandem("run", "--single", "--verify", "--top", "2", folder.toString()));

    String text = out.toString();
    assertTrue(text.contains("2  be\n              2  to\n\n"), text);
    assertTrue(text.contains("2 lines and 42 bytes in 1 files\n"), text);
    assertTrue(text.contains("10 words, 8 of them different\n"), text);
    assertTrue(text.contains("verified: a recount in one thread gives the same\n"), text);
    assertEquals("", err.toString());
  }

  @Test
  void printsOneJsonObject() throws IOException {
    Path file = Files.writeString(folder.resolve("words"), "b a b\n");

    assertEquals(0, tandem("run", "--single", "--json", file.toString()));

    var fields = new ArrayList<String>();
    try (var json = new JsonFactory().createParser(out.toString())) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        fields.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      assertEquals(null, json.nextToken());
    }
    assertEquals(
        List.of(
            "files",
            "skipped",
            "lines",
            "bytes",
            "words",
            "distinct",
            "messages",
            "seconds",
            "top",
            "processes",
            "lost"),
        fields);
    assertTrue(
        out.toString().contains("[{\"word\":\"b\",\"count\":2},{\"word\":\"a\",\"count\":1}]"));
  }

  @Test
  void anEmptyFileHasNoLines() throws IOException {
    Path file = Files.createFile(folder.resolve("empty"));

    assertEquals(0, tandem("run", "--single", file.toString()));
    assertTrue(out.toString().contains("0 lines and 0 bytes in 1 files"), out.toString());
  }

  @Test
  void aMissingPathEndsItBeforeAnythingStarts() {
    Path missing = folder.resolve("missing");

    assertEquals(2, tandem("run", "--single", missing.toString()));
    assertEquals(
        "tandem: There is no file or directory '%s'. Check the path.\n".formatted(missing),
        err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void aDirectoryWithoutFilesEndsIt() {
    assertEquals(2, tandem("run", "--single", folder.toString()));
    assertTrue(
        err.toString().startsWith("tandem: There is no file to read under "), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--producers=2", "--consumers=1", "--ring-size=64k"})
  void oneThreadHasNoProcesses(String option) {
    assertEquals(2, tandem("run", "--single", option, folder.toString()));
    assertEquals(
        "tandem: --single starts no processes, so there is no %s.%nTry 'tandem run --help'.%n"
            .formatted(option.replaceFirst("=.*", "")),
        err.toString());
  }

  @Test
  void wrongArgumentsSayWhereHelpIs() {
    assertEquals(2, tandem("run", "--top", "-1", "--single", "x"));
    assertEquals(
        "tandem: --top is -1, but must be at least 0.\nTry 'tandem run --help'.\n", err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run --consumers 0 --single PATH",
        "run --producers x --single PATH",
        "run --ring-size 3m --single PATH",
        "run --ring-size 2g --single PATH",
        "run --ring-size k --single PATH",
        "run --nonsense PATH",
        "demo nonsense",
        "nonsense",
        ""
      })
  void anythingElseWrongIsRefusedTheSameWay(String arguments) {
    String[] args = arguments.replace("PATH", folder.toString()).split(" ");

    assertEquals(2, tandem(args[0].isEmpty() ? new String[0] : args));
    assertTrue(err.toString().startsWith("tandem: "), err.toString());
    assertTrue(err.toString().contains("--help'."), err.toString());
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "demo --help", "demo"})
  void helpIsThereForEveryCommandWithItsExitCodes(String arguments) {
    assertEquals(0, tandem(arguments.split(" ")));
    assertTrue(out.toString().startsWith("Usage: tandem"), out.toString());
    assertTrue(out.toString().contains("Exit codes:\n  0     done\n"), out.toString());
  }

  @Test
  void theVersionNamesJavaToo() {
    assertEquals(0, tandem("--version"));
    assertTrue(out.toString().matches("tandem .*\nJava 25.*\n"), out.toString());
  }

  private int tandem(String... args) {
    return Tandem.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
