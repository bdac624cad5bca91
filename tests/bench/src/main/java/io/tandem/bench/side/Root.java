package io.tandem.bench.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A root of shared memory for this run alone, with nothing left of it in the end, nor of the
/// processes that use it.
public record Root(Path folder, Thread onInterrupt) implements AutoCloseable {
  static final String PROPERTY = "tandem.shm";

  private static final Path MEMORY = Path.of("/dev/shm");

  public static Root open() throws IOException {
    Path parent =
        Files.isDirectory(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(parent, "tandem-bench-");
    System.setProperty(PROPERTY, folder.toString());
    var onInterrupt = new Thread(() -> killAndRemove(folder));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    return new Root(folder, onInterrupt);
  }

  private static void killAndRemove(Path folder) {
    ProcessHandle.current()
        .children()
        .toList()
        .forEach(
            child -> {
              child.destroyForcibly();
              child.onExit().join();
            });
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      return; // it is at work
    }
    remove(folder);
  }
}
