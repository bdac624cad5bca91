package io.tandem.tests;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs that some tests can make use of and the build does not need, such as `spin`.
///
/// A test that asks for a missing one is skipped, and the run ends with a line that says so.
public final class Tools {
  private static final Map<String, Integer> MISSED = new ConcurrentSkipListMap<>();

  private Tools() {}

  /// Skips the calling test when the program is missing.
  ///
  /// @param tool the name of an executable, looked for in `PATH`
  /// @return where it is
  public static Path require(String tool) {
    return require(tool, System.getenv().getOrDefault("PATH", ""), MISSED);
  }

  static Path require(String tool, String searchPath, Map<String, Integer> missed) {
    Optional<Path> found = find(tool, searchPath);
    if (found.isEmpty()) {
      missed.merge(tool, 1, Integer::sum);
    }
    Assumptions.assumeTrue(found.isPresent(), () -> tool + " is not installed");
    return found.orElseThrow();
  }

  static Optional<Path> find(String tool, String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, tool))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /// One line for each tool that was asked for and missing.
  static List<String> notices() {
    return notices(MISSED);
  }

  static List<String> notices(Map<String, Integer> missed) {
    return missed.entrySet().stream().map(miss -> notice(miss.getKey(), miss.getValue())).toList();
  }

  private static String notice(String tool, int tests) {
    return "[tandem] skipped: %s is not installed: %d %s"
        .formatted(tool, tests, tests == 1 ? "test" : "tests");
  }
}
