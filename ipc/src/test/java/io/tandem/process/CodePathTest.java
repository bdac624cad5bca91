package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CodePathTest {
  @Test
  void everyEntryIsMadeAbsoluteAndAnEmptyOneIsTheWorkingDirectory() {
    String here = Path.of("").toAbsolutePath().toString();
    String elsewhere = Path.of("/elsewhere").toAbsolutePath().toString();

    assertEquals(
        String.join(File.pathSeparator, here + File.separator + "classes", here, elsewhere),
        CodePath.absolute(String.join(File.pathSeparator, "classes", "", elsewhere)));
  }

  @Test
  void noPathStaysNoPath() {
    assertEquals("", CodePath.absolute(""));
  }
}
