package io.tandem.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// demos/embed is a project as a user has it, which knows nothing of ours but the coordinates.
@Timeout(180)
class EmbedTest {
  private static final int LIMIT_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void aProjectThatNamesTheCoordinatesIsBuiltAndRunsWithoutFlags() throws Exception {
    Path project = copy(Path.of("..", "demos", "embed"), directory.resolve("embed"));

    try (var repository = new LocalRepository()) {
      build(project, repository.directory());
    }

    try (var jvm = OtherJvm.java(project, "-jar", "target/embed.jar")) {
      assertEquals(
          List.of(
              "78498 primes below 1000000",
              "by their last digit: [0, 19617, 1, 19665, 0, 1, 0, 19621, 0, 19593]"),
          jvm.awaitOutput());
      assertEquals(0, jvm.awaitExit());
    }
  }

  private void build(Path project, Path repository) throws Exception {
    Path log = directory.resolve("build.log");
    var maven =
        new ProcessBuilder(
                Tools.require("mvn").toString(),
                "-B",
                "-o",
                "-Dmaven.repo.local=" + repository,
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process build = maven.start();
    try {
      assertTrue(build.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "Maven still runs");
      assertEquals(0, build.exitValue(), Files.readString(log));
    } finally {
      build.destroyForcibly();
    }
  }

  /// Copies what git has: not what was built in it.
  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
    return to;
  }
}
