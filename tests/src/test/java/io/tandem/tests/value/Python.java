package io.tandem.tests.value;

import io.tandem.tests.ChildJvm;
import io.tandem.tests.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Pythons that are installed, each running a script behind what docs/python.md tells them to do.
public final class Python {
  private static final Path PAGE = Path.of("..", "docs", "python.md");

  private Python() {}

  /// The names that they may have. Any test must be skipped where there is none of that name.
  public static Stream<String> names() {
    return Stream.of(
        "python3", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13");
  }

  public static ChildJvm start(String name, String script, String... arguments) throws Exception {
    String python = Tools.require(name).toString();
    var version = new ProcessBuilder(python, "--version").redirectErrorStream(true).start();
    String said = new String(version.getInputStream().readAllBytes()).strip();
    Assumptions.assumeTrue(version.waitFor() == 0, () -> name + " does not run: " + said);
    var command = new ArrayList<>(List.of(python, "-c", advice() + script));
    command.addAll(List.of(arguments));
    return ChildJvm.start(command);
  }

  private static String advice() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```python\n") + "```python\n".length();
    return page.substring(start, page.indexOf("```", start)) + "\n";
  }
}
