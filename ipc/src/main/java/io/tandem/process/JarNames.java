package io.tandem.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The names of what is in the jars of a class path. Where no file of a directory has one of these,
/// nobody can tell whether the directory stands before the jars or behind them.
///
/// @param hashes of the names, in ascending order: two names may share one, which only makes the
///   answer more careful
record JarNames(int[] hashes) {
  /// What every build tool writes, and nobody looks up by name.
  private static final Set<String> EVERYWHERE = Set.of("META-INF/MANIFEST.MF", "module-info.class");

  static JarNames of(List<Path> jars) throws IOException {
    IntStream.Builder hashes = IntStream.builder();
    for (Path jar : jars) {
      if (Files.exists(jar)) {
        try (var file = new JarFile(jar.toFile())) {
          file.stream().map(JarEntry::getName).forEach(name -> hashes.add(name.hashCode()));
        }
      }
    }
    return new JarNames(hashes.build().sorted().distinct().toArray());
  }

  /// Whether a file in any of these directories may have the name of one in a jar.
  boolean mayMeet(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        if (files.filter(Files::isRegularFile).anyMatch(file -> has(directory, file))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean has(Path directory, Path file) {
    String name = directory.relativize(file).toString();
    return !EVERYWHERE.contains(name) && has(name);
  }

  /// Whether there may be one of this name.
  boolean has(String name) {
    return Arrays.binarySearch(hashes, name.hashCode()) >= 0;
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Integer.BYTES);
    bytes.asIntBuffer().put(hashes);
    return bytes.array();
  }

  static JarNames ofBytes(byte[] bytes) {
    IntBuffer ints = ByteBuffer.wrap(bytes).asIntBuffer();
    int[] hashes = new int[ints.remaining()];
    ints.get(hashes);
    return new JarNames(hashes);
  }
}
