package io.tandem.demos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command without the benchmarks, which have tests of their own.
class BenchCommandTest {
  private static final String STORED =
      """
      {"facts": {"date": "today"}, "results": [{"name": "a.b", "what": "it", "unit": "ns",
      "isRate": false, "ours": "Tandem", "leftOut": "there is no gcc"}]}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void storedFiguresAreShownInEachView() throws IOException {
    Path stored = Files.writeString(folder.resolve("stored.json"), STORED);

    assertEquals(
        0,
        bench("--from", stored, "--json", at("j"), "--html", at("h"), "--markdown", at("m")),
        err.toString());

    assertTrue(out.toString().contains("Left out, there is no gcc: a.b.\n"), out.toString());
    for (String view : new String[] {"j", "h", "m"}) {
      assertTrue(Files.readString(at(view)).contains("there is no gcc"), view);
    }
  }

  @Test
  void aResultThatIsWrongIsAnError() throws IOException {
    String failed = STORED.replace("leftOut", "failed").replace("no gcc", "no sense in it");
    Path stored = Files.writeString(folder.resolve("stored.json"), failed);

    assertEquals(1, bench("--from", stored, "--markdown", at("m")), err.toString());

    assertTrue(out.toString().contains("FAILED: a.b.\n"), out.toString());
    assertTrue(Files.readString(at("m")).contains("there is no sense in it"));
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeTheWork() {
    Path stored = folder.resolve("no such file");

    assertRefused("--from", stored, "--json", folder);
    assertEquals(
        "tandem: Cannot write %s: it is a directory. Choose another file.\n".formatted(folder),
        firstLine());
    assertRefused("--from", stored, "--html", folder.resolve("a/b"));
    assertEquals(
        "tandem: Cannot write %s/a/b: there is no directory %s/a that you may write to."
                .formatted(folder, folder)
            + " Choose another file.\n",
        firstLine());
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    Path stored = Files.writeString(folder.resolve("x"), "{}");

    assertRefused("--from", stored);
    String line = firstLine();
    assertTrue(line.startsWith("tandem: Cannot read " + stored), line);
    assertTrue(line.endsWith("Name a file that --json wrote.\n"), line);
  }

  private void assertRefused(Object... args) {
    assertEquals(2, bench(args));
    assertEquals("", out.toString());
  }

  private String firstLine() {
    String text = err.toString();
    err.getBuffer().setLength(0);
    return text.lines().findFirst().orElse("") + "\n";
  }

  private Path at(String name) {
    return folder.resolve(name);
  }

  private int bench(Object... args) {
    String[] all = new String[args.length + 1];
    all[0] = "bench";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
    }
    return Tandem.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
