package io.tandem.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ArgFileTest {
  @Test
  void quotesWhatTheJavaCommandWouldTakeForSomethingElse() {
    assertEquals(
        """
        "-Da=b c"
        "C:\\\\dir\\\\x"
        "say \\"hi\\""
        "#no comment"
        "@no file"
        "two\\nlines\\r"
        ""
        """,
        ArgFile.format(
            List.of(
                "-Da=b c",
                "C:\\dir\\x",
                "say \"hi\"",
                "#no comment",
                "@no file",
                "two\nlines\r",
                "")));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyItsOwnerMayReadIt() throws Exception {
    ArgFile file = ArgFile.create(List.of("-Dpassword=secret"));
    try {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file.path()));
    } finally {
      file.delete();
    }
    assertFalse(Files.exists(file.path()));
  }

  @Test
  void oneThatCannotBeWrittenIsNotLeft() throws Exception {
    Set<Path> before = filesOfThisJvm();

    var refused =
        assertThrows(
            UncheckedIOException.class, () -> ArgFile.create(List.of("-Dcity=Zürich"), US_ASCII));

    assertEquals(
        "Cannot start a JVM: its flags or class path hold a character that is not in US-ASCII, in"
            + " which the java command reads them. Run in a locale that has it, as LC_ALL=C.UTF-8.",
        refused.getMessage());
    assertEquals(before, filesOfThisJvm());
  }

  private static Set<Path> filesOfThisJvm() throws IOException {
    String prefix = "tandem-%d-".formatted(ProcessHandle.current().pid());
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .collect(Collectors.toSet());
    }
  }
}
