package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which programs a cache can serve, on which class path.
@EnabledOnOs({OS.LINUX, OS.MAC})
class AotProgramTest {
  private static final List<String> MAIN = List.of("io.tandem.process.ChildMain");

  @TempDir Path directory;

  private static Optional<AotProgram> program(List<String> main, String... flags)
      throws IOException {
    List<String> options = new ArrayList<>(List.of("-ea", "-cp", "/lib/a.jar:/lib/b.jar"));
    options.addAll(List.of(flags));
    return AotProgram.of(new JvmCommand(Path.of("java"), options, main));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-XX:AOTCache=/own.aot",
        "-XX:SharedArchiveFile=/own.jsa",
        "-javaagent:/a.jar",
        "-agentlib:jdwp=transport=dt_socket,server=y",
        "--module-path=/lib",
        "--patch-module=java.base=/x",
        "--limit-modules=java.base",
        "-Xbootclasspath/a:/x",
        "-Djava.system.class.loader=x.Y"
      })
  void someFlagsExcludeIt(String flag) throws IOException {
    assertTrue(program(MAIN).isPresent());
    assertTrue(program(MAIN, flag).isEmpty());
  }

  @Test
  void onlyChildrenOnAClassPathAreServed() throws IOException {
    assertTrue(program(List.of("-m", "io.tandem.ipc/io.tandem.process.ChildMain")).isEmpty());
    assertTrue(program(List.of("org.springframework.boot.loader.PropertiesLauncher")).isEmpty());
  }

  @Test
  void theCollectorAndTheHeadersCountAndSizesDoNot() throws IOException {
    String name = program(MAIN).orElseThrow().nickname();
    for (String flag : List.of("-Xmx64m", "-Xss1m", "-Dx=y", "-Xlog:gc", "-ea")) {
      assertEquals(name, program(MAIN, flag).orElseThrow().nickname(), flag);
    }
    for (String flag :
        List.of("-XX:+UseZGC", "-XX:+UseCompactObjectHeaders", "--add-modules=jdk.compiler")) {
      assertNotEquals(name, program(MAIN, flag).orElseThrow().nickname(), flag);
    }
  }

  @Test
  void aChildDoesNotHandItOn() {
    List<String> own =
        List.of("-XX:AOTCache=/home/u/.cache/tandem/aot/0.tandem.aot", "-Xlog:aot*=off", "-ea");
    assertEquals(List.of("-ea"), InheritedFlags.of(own, List.of()));
    assertEquals(
        List.of("-XX:AOTCache=/own.aot"),
        InheritedFlags.of(List.of("-XX:AOTCache=/own.aot"), List.of()));
  }

  @Test
  void directoriesMoveBehindTheJars() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path more = Files.createDirectories(directory.resolve("more"));
    AotPath path = AotPath.of("%s:/lib/a.jar:%s:/lib/b.jar".formatted(classes, more));
    assertEquals("/lib/a.jar:/lib/b.jar", path.cached());
    assertEquals("/lib/a.jar:/lib/b.jar:%s:%s".formatted(classes, more), path.whole());
    assertTrue(path.moved());
    assertFalse(AotPath.of("/lib/a.jar:" + classes).moved());
  }

  @Test
  void unlessTheyHoldWhatAJarHoldsToo() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes/META-INF")).getParent();
    Path jar = jar("a.jar", Map.of(), "a/One.class", "module-info.class");
    JarNames names = JarNames.ofBytes(JarNames.of(List.of(jar)).toBytes());
    Files.createFile(classes.resolve("module-info.class"));
    Files.createFile(classes.resolve("META-INF/MANIFEST.MF"));
    assertFalse(names.mayMeet(List.of(classes)));

    Files.createDirectory(classes.resolve("a"));
    Files.createFile(classes.resolve("a/Two.class"));
    assertFalse(names.mayMeet(List.of(classes)));
    Files.createFile(classes.resolve("a/One.class"));
    assertTrue(names.mayMeet(List.of(classes)));
  }

  @Test
  void whatManifestsNameBelongsToIt() throws IOException {
    Path last = jar("c d.jar", Map.of());
    Path middle = jar("b.jar", Map.of(Attributes.Name.CLASS_PATH, "c%20d.jar a.jar"));
    Path first = jar("a.jar", Map.of(Attributes.Name.CLASS_PATH, "b.jar missing.jar"));
    assertEquals(
        List.of(first, middle, directory.resolve("missing.jar"), last).stream().sorted().toList(),
        JarClosure.of(List.of(first)).stream().sorted().toList());
    assertEquals(first, JarClosure.of(List.of(first)).getFirst());
  }

  private Path jar(String name, Map<Attributes.Name, String> attributes, String... entries)
      throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::put);
    Path jar = directory.resolve(name);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String entry : entries) {
        out.putNextEntry(new JarEntry(entry));
      }
    }
    return jar;
  }
}
