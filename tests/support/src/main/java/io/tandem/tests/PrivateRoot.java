package io.tandem.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of one test's own for shared memory, so that it may count what is there.
///
/// While it is open, this JVM keeps its shared memory in it. [#close()] fails if anything is left.
public final class PrivateRoot implements AutoCloseable {
  /// What the private roots of all test JVMs begin with.
  static final String ANY = "tandem-test-";

  /// What those of this JVM begin with.
  static final String PREFIX = ANY + ProcessHandle.current().pid() + "-";

  private static final Predicate<String> REGISTRY =
      Pattern.compile("tandem-\\d+/@registry-\\d+").asMatchPredicate();
  private static final String PROPERTY = "tandem.shm";
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path folder;
  private final Optional<String> before = Optional.ofNullable(System.getProperty(PROPERTY));

  private PrivateRoot(Path folder) {
    this.folder = folder;
    System.setProperty(PROPERTY, folder.toString());
  }

  /// Makes an empty folder in memory, or in the temp directory where there is no `/dev/shm`.
  public static PrivateRoot open() {
    try {
      return new PrivateRoot(
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, PREFIX)
              : Files.createTempDirectory(PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is.
  public Path folder() {
    return folder;
  }

  /// The flag that makes another JVM use it.
  public String flag() {
    return "-D%s=%s".formatted(PROPERTY, folder);
  }

  /// Everything in it, by its path from here, but for the registry of the processes that use it:
  /// the last of them removes that when it ends, and this JVM may be one of them.
  public List<String> list() {
    try {
      var files = new ArrayList<String>();
      Files.walkFileTree(folder, new Collector(files));
      files.stream().filter(REGISTRY).findFirst().ifPresent(registry -> leaveOut(registry, files));
      return files.stream().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void leaveOut(String registry, List<String> files) {
    String directory = registry.substring(0, registry.indexOf('/') + 1);
    files.remove(registry);
    if (files.stream().noneMatch(file -> file.startsWith(directory))) {
      files.remove(directory.substring(0, directory.length() - 1));
    }
  }

  /// Steps over what vanishes meanwhile.
  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<String> files;

    Collector(List<String> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      return visited.equals(folder) ? FileVisitResult.CONTINUE : visitFile(visited, attributes);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(folder.relativize(file).toString());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public void close() {
    before.ifPresentOrElse(
        value -> System.setProperty(PROPERTY, value), () -> System.clearProperty(PROPERTY));
    List<String> left = list();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!left.isEmpty()) {
      throw new AssertionError("The test left in its root: " + left);
    }
  }
}
