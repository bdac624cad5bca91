package io.tandem.demos.text;

import static java.nio.file.FileVisitResult.CONTINUE;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the files to be read: what a user names, and everything inside the directories among it.
///
/// A symbolic link is followed where a user names it, and passed over inside a directory, as in
/// `grep -r`: so there are no cycles, and a file is found once though several of the named paths
/// lead to it. Only regular files count. Pipes, sockets and devices are passed over inside a
/// directory, refused where a user names them, and never opened.
public final class TextFiles {
  private final TreeMap<Path, TextFile> found = new TreeMap<>();
  private final SkippedFiles skipped;

  private TextFiles(SkippedFiles skipped) {
    this.skipped = skipped;
  }

  /// Returns the files under the given paths, by their real paths and in the order of these.
  ///
  /// @param skipped is told of the directories that cannot be read
  /// @throws NoTextException if a path does not exist or is neither file nor directory, or if there
  ///   is no file under any of them
  public static List<TextFile> under(List<Path> paths, SkippedFiles skipped)
      throws NoTextException {
    var files = new TextFiles(skipped);
    for (Path path : paths) {
      files.add(path);
    }
    if (files.found.isEmpty()) {
      throw new NoTextException(
          "There is no file to read under %s. Name a file, or a directory that holds one."
              .formatted(paths.size() == 1 ? quoted(paths.getFirst()) : "any of the paths"));
    }
    return List.copyOf(files.found.values());
  }

  private void add(Path path) throws NoTextException {
    if (path.toString().isEmpty()) {
      throw new NoTextException("A path is empty. Name a file or a directory; '.' is this one.");
    }
    try {
      if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
        throw new NoTextException(
            "Cannot read %s: it is neither a file nor a directory, but a pipe, socket or device. "
                    .formatted(quoted(path))
                + "Write its text to a file first.");
      }
      Files.walkFileTree(path.toRealPath(), new Collector());
    } catch (NoSuchFileException e) {
      throw new NoTextException(
          "There is no file or directory %s. Check the path.".formatted(quoted(path)));
    } catch (IOException e) {
      skipped.add(path, e);
    }
  }

  private static String quoted(Path path) {
    return "'" + path + "'";
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        found.put(file, new TextFile(file, attributes.size()));
      }
      return CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
      skipped.add(file, why);
      return CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException why) {
      if (why != null) {
        skipped.add(directory, why);
      }
      return CONTINUE;
    }
  }
}
