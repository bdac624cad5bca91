package io.tandem.bench.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A root of shared memory for this run alone, with nothing left of it in the end.
record Root(Path folder) implements AutoCloseable {
  static final String PROPERTY = "tandem.shm";

  private static final Path MEMORY = Path.of("/dev/shm");

  static Root open() throws IOException {
    Path parent =
        Files.isDirectory(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(parent, "bench-");
    System.setProperty(PROPERTY, folder.toString());
    return new Root(folder);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
  }
}
