package io.tandem.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a spare JVM and the start that takes it must have in common: everything but the task.
///
/// @param command the child's, without a cache
/// @param surroundings the child's
/// @param jars the stamps of the jars on the class path, and of those that they name: a JVM has
///   opened some of them already
record SpareKind(JvmCommand command, Surroundings surroundings, List<String> jars) {

  static SpareKind of(JvmCommand command, Surroundings surroundings) throws IOException {
    List<String> jars = new ArrayList<>();
    int at = command.options().indexOf("-cp");
    if (at >= 0) {
      String[] entries = command.options().get(at + 1).split(File.pathSeparator);
      for (Path path : JarClosure.of(Stream.of(entries).map(Path::of).toList())) {
        if (!Files.isDirectory(path)) {
          jars.add(FileStamp.of(path).text());
        }
      }
    }
    return new SpareKind(command, surroundings, jars);
  }
}
