package io.tandem.tests.style;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A text file of the tree.
///
/// @param path relative to the root, with `/`
record SourceFile(String path, String text) {
  static SourceFile read(Path file) {
    try {
      String path = Repo.ROOT.relativize(file).toString().replace('\\', '/');
      return new SourceFile(path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines() {
    return text.lines().toList();
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  /// What users run, as opposed to tests and benchmarks.
  boolean isProduct() {
    return path.matches("(core|ipc|demos)/src/main/.*");
  }

  /// What other projects compile against.
  boolean isLibrary() {
    return path.matches("(core|ipc)/src/main/.*");
  }

  /// One of the small programs that users copy.
  boolean isDemo() {
    return path.matches("demos/src/main/java/io/tandem/demos/(programs|exchange)/.*");
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// A finding about one line, in the form that editors turn into a link.
  String at(long line, String finding) {
    return "%s:%d: %s".formatted(path, line, finding);
  }
}
