package io.tandem.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What a spare JVM and the start that takes it must have in common: everything but the task.
///
/// @param command the child's, without a cache
/// @param surroundings the child's
/// @param jars the stamps of the jars on the class path, of those that they name, and of those on
///   the module path: a JVM has opened some of them already
record SpareKind(JvmCommand command, Surroundings surroundings, List<String> jars) {

  static SpareKind of(JvmCommand command, Surroundings surroundings) throws IOException {
    List<String> jars = new ArrayList<>();
    for (Path path : JarClosure.of(entriesOf(command, "-cp"))) {
      addStamp(path, jars);
    }
    for (Path path : entriesOf(command, "--module-path")) {
      for (Path module : modulesAt(path)) {
        addStamp(module, jars);
      }
    }
    return new SpareKind(command, surroundings, jars);
  }

  private static List<Path> entriesOf(JvmCommand command, String option) {
    int at = command.options().indexOf(option);
    return at < 0
        ? List.of()
        : Arrays.stream(command.options().get(at + 1).split(File.pathSeparator))
            .map(Path::of)
            .toList();
  }

  /// An entry of a module path is a jar, a directory of jars or the directory of one module, whose
  /// descriptor is all of it that a JVM has read.
  private static List<Path> modulesAt(Path entry) throws IOException {
    if (!Files.isDirectory(entry)) {
      return List.of(entry);
    }
    try (Stream<Path> files = Files.list(entry)) {
      return files.sorted().toList();
    }
  }

  private static void addStamp(Path path, List<String> jars) throws IOException {
    if (!Files.isDirectory(path)) {
      jars.add(FileStamp.of(path).text());
    }
  }
}
