package io.tandem.bench.start;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// This JVM's class path with jars in place of its directories, as programs are delivered.
final class JarPath {
  private JarPath() {}

  /// @param folder for the jars
  static String of(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path entry = Path.of(each);
      entries.add(Files.isDirectory(entry) ? pack(entry, folder, entries.size()) : each);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String pack(Path root, Path folder, int number) throws IOException {
    Path jar = folder.resolve(number + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(root.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar.toString();
  }
}
