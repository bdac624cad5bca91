package io.tandem.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says for which files a cache was made: as long as none of them has changed, nor the cache, the
/// program may run on it. The JVM's own check is not to be relied on: it has run old classes from a
/// cache after their jar was built anew.
///
/// @param head the JVM, the flags and the class path
/// @param files the jars of the class path, those that their manifests name, and last the cache
record AotSeal(List<String> head, List<SealedFile> files) {
  private static final String FORMAT = "tandem-aot 1";
  private static final int HEAD_LINES = 4;
  private static final String SEPARATOR = "\t";

  /// A file as it was.
  ///
  /// @param stamp empty if it was not there
  record SealedFile(Path path, String stamp) {
    static SealedFile of(Path path) throws IOException {
      return new SealedFile(path, FileStamp.of(path).text());
    }

    boolean isUnchanged() throws IOException {
      return equals(of(path));
    }
  }

  static AotSeal of(AotProgram program, List<SealedFile> jars, SealedFile cache) {
    List<SealedFile> files = new ArrayList<>(jars);
    files.add(cache);
    return new AotSeal(headOf(program), List.copyOf(files));
  }

  private static List<String> headOf(AotProgram program) {
    return List.of(
        FORMAT, program.virtualMachine(), program.relevantFlags(), program.path().cached());
  }

  /// The cache, if the program may run on it.
  Optional<Path> cacheFor(AotProgram program) throws IOException {
    boolean same = head.equals(headOf(program));
    for (int i = 0; same && i < files.size(); i++) {
      same = files.get(i).isUnchanged();
    }
    SealedFile cache = files.getLast();
    return same && !cache.stamp.isEmpty() ? Optional.of(cache.path) : Optional.empty();
  }

  String text() {
    List<String> lines = new ArrayList<>(head);
    files.forEach(file -> lines.add(file.path + SEPARATOR + file.stamp));
    return String.join("\n", lines);
  }

  /// @return empty if this is no seal
  static Optional<AotSeal> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() <= HEAD_LINES) {
      return Optional.empty();
    }
    List<SealedFile> files = new ArrayList<>();
    for (String line : lines.subList(HEAD_LINES, lines.size())) {
      String[] parts = line.split(SEPARATOR, -1);
      if (parts.length != 2) {
        return Optional.empty();
      }
      files.add(new SealedFile(Path.of(parts[0]), parts[1]));
    }
    return Optional.of(new AotSeal(lines.subList(0, HEAD_LINES), files));
  }
}
