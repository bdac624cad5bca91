package io.tandem.demos.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Pipe;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every file under the paths is found once, and nothing that must not be opened.
class TextFilesTest {
  @TempDir private Path temp;
  private Path folder;
  private final StringWriter warnings = new StringWriter();
  private final SkippedFiles skipped = new SkippedFiles(new PrintWriter(warnings));

  @BeforeEach
  void findRealFolder() throws IOException {
    folder = temp.toRealPath();
  }

  @Test
  void filesAreFoundAtAnyDepthInTheOrderOfTheirPaths() throws Exception {
    var b = write("b.txt", 2);
    var deep = write("a/deep/er.txt", 1);
    var empty = write("a/empty.txt", 0);
    Files.createDirectories(folder.resolve("c/nothing"));

    assertEquals(List.of(deep, empty, b), under(folder));
  }

  @Test
  void aFileIsFoundOnceHoweverOftenItIsNamed() throws Exception {
    var file = write("a/file.txt", 3);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file.path());
    Path roundabout = folder.resolve("a/../a/./file.txt");

    assertEquals(List.of(file), under(folder, folder.resolve("a"), file.path(), link, roundabout));
  }

  @Test
  void linksAreFollowedWhereNamedAndPassedOverInside() throws Exception {
    var file = write("real/file.txt", 3);
    Path named = Files.createSymbolicLink(folder.resolve("named"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("real/cycle"), folder);
    Files.createSymbolicLink(folder.resolve("real/self"), Path.of("self"));
    Files.createSymbolicLink(folder.resolve("real/dangling"), Path.of("nowhere"));

    assertEquals(List.of(file), under(named));
    assertEquals(0, skipped.count());
  }

  @Test
  void aMissingPathIsRefusedByName() {
    Path missing = folder.resolve("missing");

    assertEquals(
        "There is no file or directory '%s'. Check the path.".formatted(missing), refusal(missing));
  }

  @Test
  void aDanglingLinkIsAMissingPath() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

    assertEquals(
        "There is no file or directory '%s'. Check the path.".formatted(link), refusal(link));
  }

  @Test
  void pathsWithoutAnyFileAreRefused() throws IOException {
    Path a = Files.createDirectories(folder.resolve("a/b"));
    Path c = Files.createDirectories(folder.resolve("c"));

    assertEquals(
        "There is no file to read under '%s'. Name a file, or a directory that holds one."
            .formatted(a),
        refusal(a));
    assertEquals(
        "There is no file to read under any of the paths. "
            + "Name a file, or a directory that holds one.",
        refusal(a, c));
  }

  @Test
  void aPipeIsPassedOverInsideADirectoryAndRefusedWhereNamed() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder(Tools.require("mkfifo").toString(), pipe.toString()).start().waitFor();
    var file = write("file.txt", 1);

    assertEquals(List.of(file), under(folder));
    assertEquals(
        ("Cannot read '%s': it is neither a file nor a directory, but a pipe, socket or device. "
                + "Write its text to a file first.")
            .formatted(pipe),
        refusal(pipe));
  }

  /// Of these, as of a process's input, no path without links leads to the file.
  @Test
  void anOpenPipeIsRefusedToo() throws Exception {
    Pipe pipe = Pipe.open();
    Path descriptor = descriptorOfPipe();

    assertTrue(refusal(descriptor).contains("but a pipe, socket or device"), refusal(descriptor));
    pipe.source().close();
    pipe.sink().close();
  }

  private static Path descriptorOfPipe() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : all) {
        if (Files.isSymbolicLink(each)
            && Files.readSymbolicLink(each).getFileName().toString().startsWith("pipe:")) {
          return each;
        }
      }
    }
    throw new AssertionError("No descriptor is that of a pipe");
  }

  @Test
  void aLinkToItselfIsSkippedWithAWarning() throws Exception {
    Path self = Files.createSymbolicLink(folder.resolve("self"), Path.of("self"));
    var file = write("file.txt", 1);

    assertEquals(List.of(file), under(self, file.path()));
    assertEquals(1, skipped.count());
    assertEquals(
        "tandem: skipped %s: too many levels of symbolic links".formatted(self).toLowerCase(ROOT),
        warnings.toString().strip().toLowerCase(ROOT).replaceFirst(" or .*", ""));
  }

  private static final Locale ROOT = Locale.ROOT;

  private TextFile write(String name, int size) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return new TextFile(Files.write(path, new byte[size]), size);
  }

  private List<TextFile> under(Path... paths) throws NoTextException {
    return TextFiles.under(List.of(paths), skipped);
  }

  private String refusal(Path... paths) {
    return assertThrows(NoTextException.class, () -> under(paths)).getMessage();
  }
}
