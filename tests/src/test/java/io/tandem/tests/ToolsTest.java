package io.tandem.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// A missing tool skips its tests visibly; one that is there is found.
class ToolsTest {
  @TempDir private Path folder;

  @Test
  void aToolInThePathIsFound() throws Exception {
    Path tool = Files.createFile(folder.resolve("tool"));

    assertEquals(Optional.empty(), Tools.find("tool", folder + ":/nowhere"));
    assertEquals(true, tool.toFile().setExecutable(true));
    assertEquals(Optional.of(tool), Tools.find("tool", "/nowhere::" + folder));
  }

  @Test
  void aMissingToolSkipsTheTestAndIsCounted() {
    var missed = new TreeMap<String, Integer>();

    Executable asks = () -> Tools.require("spin", "/nowhere", missed);
    var skip = assertThrows(TestAbortedException.class, asks);
    assertEquals("Assumption failed: spin is not installed", skip.getMessage());
    assertEquals(List.of("[tandem] skipped: spin is not installed: 1 test"), Tools.notices(missed));

    assertThrows(TestAbortedException.class, asks);
    assertEquals(
        List.of("[tandem] skipped: spin is not installed: 2 tests"), Tools.notices(missed));
  }
}
