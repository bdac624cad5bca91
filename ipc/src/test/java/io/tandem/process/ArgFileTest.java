package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
}
