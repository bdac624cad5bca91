package io.tandem.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A class path as a cache can serve it: the JVM takes only jars into a cache, and only accepts it
/// for a class path that begins with these.
///
/// @param jars and what is not there at all, in their order
/// @param directories in their order
/// @param moved whether a directory stood before a jar
record AotPath(List<Path> jars, List<Path> directories, boolean moved) {

  static AotPath of(String classPath) {
    List<Path> jars = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    boolean moved = false;
    for (String entry : classPath.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        directories.add(path);
      } else {
        moved |= !directories.isEmpty();
        jars.add(path);
      }
    }
    return new AotPath(jars, directories, moved);
  }

  String cached() {
    return join(jars.stream());
  }

  String whole() {
    return join(Stream.concat(jars.stream(), directories.stream()));
  }

  private static String join(Stream<Path> entries) {
    return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
