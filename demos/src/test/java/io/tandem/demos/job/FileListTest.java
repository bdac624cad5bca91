package io.tandem.demos.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tandem.demos.text.SkippedFiles;
import io.tandem.demos.text.TextFile;
import io.tandem.demos.text.TextFiles;
import io.tandem.memory.SharedScope;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Files are the same ones on the other side, whatever their names.
class FileListTest {
  @TempDir private Path folder;

  @Test
  void filesComeOutAsTheyWentIn() throws Exception {
    for (String name : List.of("a", "b c", "ü%41", "file:d", "new\nline")) {
      Files.writeString(folder.resolve(name), name);
    }

    assertSameFilesOutAsIn(5);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aNameNeedBeNoText() throws Exception {
    String script = "printf latin1 > \"$(printf 'caf\\351')\"";
    var shell = new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    assertEquals("", new String(shell.getErrorStream().readAllBytes(), UTF_8));
    assertEquals(0, shell.waitFor());

    List<TextFile> files = assertSameFilesOutAsIn(1);

    Path path = files.getFirst().path();
    assertFalse(Files.exists(Path.of(path.toString())), "its text names another file");
    assertEquals("latin1", Files.readString(path));
  }

  private List<TextFile> assertSameFilesOutAsIn(int count) throws Exception {
    var skipped = new SkippedFiles(new PrintWriter(Writer.nullWriter()));
    List<TextFile> in = TextFiles.under(List.of(folder), skipped);
    assertEquals(count, in.size());
    try (var scope = SharedScope.anonymous(1 << 16)) {
      FileList list = FileList.create(scope, in);
      List<TextFile> out = LongStream.range(0, list.size()).mapToObj(list::get).toList();
      assertEquals(in, out);
      return out;
    }
  }
}
