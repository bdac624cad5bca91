package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Which starts a spare can be taken for.
@EnabledOnOs({OS.LINUX, OS.MAC})
class SpareKindTest {
  @TempDir Path directory;

  private SpareKind kind() throws IOException {
    return kind("-cp", directory.resolve("thin.jar"), directory);
  }

  private SpareKind kind(String option, Path... entries) throws IOException {
    String path = Stream.of(entries).map(Path::toString).collect(Collectors.joining(":"));
    var command = new JvmCommand(Path.of("java"), List.of(option, path), List.of("Main"));
    var surroundings =
        new Surroundings(Map.of(), null, Redirect.INHERIT, Redirect.INHERIT, List.of());
    return SpareKind.of(command, surroundings);
  }

  @Test
  void aJarThatAThinJarNamesCountsAsOneOnTheClassPath() throws IOException {
    jar("far.jar", "");
    jar("near.jar", "far.jar");
    jar("thin.jar", "near.jar missing.jar");
    SpareKind before = kind();
    assertEquals(before, kind());

    touch("far.jar");
    SpareKind after = kind();

    assertNotEquals(before, after);
    jar("missing.jar", "");
    assertNotEquals(after, kind());
  }

  @Test
  void aThinJarIsReadAgainWhenItHasChanged() throws Exception {
    jar("one.jar", "");
    jar("two.jar", "");
    Path thin = jar("thin.jar", "one.jar");
    while (!FileStamp.of(thin).isSettled(Instant.now())) {
      Thread.onSpinWait(); // before that nothing is kept of it
    }
    assertEquals(2, kind().jars().size());

    jar("thin.jar", "two.jar");
    SpareKind before = kind();
    touch("two.jar");

    assertNotEquals(before, kind());
  }

  @Test
  void aJarOnTheModulePathCountsAloneAndInADirectory() throws IOException {
    Path modules = Files.createDirectory(directory.resolve("modules"));
    Path alone = jar("alone.jar", "");
    jar("modules/one.jar", "");
    SpareKind first = kind("--module-path", alone, modules);
    assertEquals(first, kind("--module-path", alone, modules));

    touch("alone.jar");
    SpareKind second = kind("--module-path", alone, modules);
    touch("modules/one.jar");
    SpareKind third = kind("--module-path", alone, modules);
    jar("modules/two.jar", "");
    SpareKind fourth = kind("--module-path", alone, modules);

    assertEquals(4, Set.of(first, second, third, fourth).size());
  }

  private void touch(String name) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.from(Instant.EPOCH));
  }

  private Path jar(String name, String classPath) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path jar = directory.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
