package io.tandem.tests.style;

import static io.tandem.tests.style.Findings.assertNone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every Java file is as google-java-format writes it. `mvn -q -Pformat test` formats them.
class FormatTest {
  @TempDir private Path temp;

  @Test
  void everyFileIsFormatted() throws Exception {
    List<Path> files =
        Repo.javaFiles().stream().map(file -> Repo.ROOT.resolve(file.path())).toList();

    if (Repo.FIX) {
      format(files, "--replace");
    }

    assertNone(format(files, "--dry-run"), "Run `mvn -q -Pformat test` to format these files:");
  }

  @Test
  void aFileThatIsNotFormattedIsNamed() throws Exception {
    Path untidy = Files.writeString(temp.resolve("Untidy.java"), "class Untidy{int a=1;}\n");
    Path tidy = Files.writeString(temp.resolve("Tidy.java"), "class Tidy {}\n");

    assertEquals(List.of(untidy.toString()), format(List.of(untidy, tidy), "--dry-run"));
  }

  /// Runs the formatter in a JVM of its own: its manifest opens the compiler that it uses.
  ///
  /// @return the lines it prints: with `--dry-run` the files it would change
  private List<String> format(List<Path> files, String mode)
      throws IOException, InterruptedException {
    Path list = Files.write(temp.resolve("files"), files.stream().map(Path::toString).toList());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
    command.add(Repo.ROOT.resolve("tests/target/google-java-format.jar").toString());
    command.addAll(List.of(mode, "@" + list));

    Process formatter = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> printed = formatter.inputReader().lines().toList();
    formatter.waitFor();
    return printed;
  }
}
