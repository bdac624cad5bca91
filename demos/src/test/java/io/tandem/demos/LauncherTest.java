package io.tandem.demos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script at the root, in a tree of its own, with a `java` and a `mvn` that say what they were
/// asked for. The folder has a space in its name, and the script is called from another one.
class LauncherTest {
  private static final Path SCRIPT = Path.of("../tandem");
  private static final String BUILDING = "tandem: building demos/target/tandem.jar (once)...\n";

  @TempDir private Path temp;
  private Path root;
  private Path jar;

  record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void plantTree() throws IOException {
    root = Files.createDirectories(temp.toRealPath().resolve("a tree"));
    jar = root.resolve("demos/target/tandem.jar");
    Files.copy(SCRIPT, root.resolve("tandem"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String module : List.of("core", "ipc", "demos")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    executable("bin/mvn", "echo built >> \"$0.log\"; echo noise; " + makesJar());
    plantJava("jdk", "25.0.3");
  }

  @Test
  void argumentsReachTheJarAsTheyAre() throws Exception {
    var first = tandem("run", "two words", "*", "", "$HOME");

    assertEquals(
        new Outcome(
            0,
            """
            jdk
            -XX:+UseSerialGC
            -XX:-UsePerfData
            -XX:TieredStopAtLevel=1
            -XX:CompileThresholdScaling=2
            -XX:SharedArchiveFile=%s/demos/target/tandem.jsa
            -Xlog:cds=off
            -Xlog:aot=off
            -jar
            %s
            run
            two words
            *

            $HOME
            """
                .formatted(root, jar),
            BUILDING),
        first);
  }

  @Test
  void whatCountsInThisJvmMayBeCompiledWell() throws Exception {
    assertTrue(tandem("run", "--single", "x").out().contains("-XX:TieredStopAtLevel=4\n"));
    assertTrue(tandem("run", "--verify", "x").out().contains("-XX:TieredStopAtLevel=4\n"));
    assertTrue(tandem("manager").out().contains("-XX:TieredStopAtLevel=4\n"));
    for (String computes : List.of("pi", "mandelbrot", "image-filter", "matching-engine")) {
      assertTrue(
          tandem("demo", computes).out().contains("-XX:TieredStopAtLevel=4\n"), () -> computes);
    }
    assertTrue(tandem("manager").out().contains("-XX:+ExitOnOutOfMemoryError\n"));
  }

  @Test
  void classesOfTheUsersAreOnTheClassPath() throws Exception {
    var environment = new HashMap<>(javaHome());
    environment.put("CLASSPATH", "/my classes");

    var outcome = run(environment, root.resolve("tandem").toString(), "run", "x");

    assertTrue(
        outcome
            .out()
            .endsWith("-cp\n%s:/my classes\nio.tandem.demos.Tandem\nrun\nx\n".formatted(jar)),
        outcome.toString());
  }

  @Test
  void fileNamesAreUtf8WithoutALocale() throws Exception {
    executable("jdk/bin/java", "echo \"$LC_ALL\"");
    var environment = new HashMap<>(javaHome());
    String script = root.resolve("tandem").toString();

    assertEquals("C.UTF-8\n", run(environment, script).out());
    environment.put("LANG", "C");
    assertEquals("C.UTF-8\n", run(environment, script).out());
    environment.put("LANG", "de_DE.UTF-8");
    assertEquals("\n", run(environment, script).out());
  }

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    executable("jdk/bin/java", "exit 42");

    assertEquals(42, tandem("--version").exitCode());
  }

  @Test
  void itMayBeCalledThroughLinks() throws Exception {
    Path links = Files.createDirectories(root.resolve("some links"));
    Files.createSymbolicLink(links.resolve("one"), root.resolve("tandem"));
    Path two = Files.createSymbolicLink(links.resolve("two"), Path.of("one"));

    var outcome = run(Map.of("JAVA_HOME", root.resolve("jdk").toString()), two.toString());

    assertTrue(outcome.out().contains(jar + "\n"), outcome.toString());
  }

  @Test
  void anotherJavaThan25IsPassedOver() throws Exception {
    plantJava("old", "17.0.1");
    plantJava("newer", "250.0.1");
    plantJava("home/.sdkman/candidates/java/25-tem", "25");

    assertStartedBy("25-tem", Map.of("JAVA_HOME", root.resolve("old").toString()));
    assertStartedBy("25-tem", Map.of("JAVA_HOME", root.resolve("newer").toString()));
    assertStartedBy("jdk", Map.of("JAVA25_HOME", root.resolve("jdk").toString()));
    assertStartedBy("25-tem", Map.of("PATH", root.resolve("old/bin") + ":" + path()));
    assertStartedBy("jdk", Map.of("PATH", root.resolve("jdk/bin") + ":" + path()));
  }

  @Test
  void aJavaWithoutAReleaseFileIsAsked() throws Exception {
    executable(
        "shims/java",
        "[ \"$1\" = -version ] && echo 'openjdk version \"25.0.3\"' >&2 || echo shim");

    assertStartedBy("shim", Map.of("PATH", root.resolve("shims") + ":" + path()));
  }

  @Test
  void itBuildsOnlyWhatIsMissingOrOld() throws Exception {
    assertEquals(BUILDING, tandem("x").err());
    assertEquals("", tandem("x").err());

    for (String source : List.of("pom.xml", "ipc/pom.xml", "core/src/main/New.java")) {
      Path file = root.resolve(source);
      Files.writeString(file, "new");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
      assertEquals(BUILDING, tandem("x").err(), source);
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
  }

  @Test
  void benchmarksAreBuiltToo() throws Exception {
    String building =
        "tandem: building demos/target/tandem.jar tests/bench/target/libraries (once)...\n";
    Files.createDirectories(root.resolve("tests/bench/src/main"));
    Files.createDirectories(root.resolve("tests/bench/target"));
    executable("bin/mvn", "echo \"$@\" >> \"$0.log\"; " + makesJar());

    assertEquals(BUILDING, tandem("x").err());
    assertEquals(building, tandem("bench").err());
    assertEquals("", tandem("bench").err());

    List<String> builds = Files.readAllLines(root.resolve("bin/mvn.log"));
    assertTrue(builds.getFirst().contains("-pl demos -am "), builds.toString());
    assertTrue(builds.getLast().contains("-pl demos,tests/bench -am "), builds.toString());
    Path source = Files.createFile(root.resolve("tests/bench/src/main/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    assertEquals("", tandem("x").err());
    assertEquals(building, tandem("bench").err());
  }

  @Test
  void aFailedBuildShowsItsLogAndStartsNothing() throws Exception {
    executable("bin/mvn", "echo what is wrong; exit 1");

    assertEquals(
        new Outcome(1, "", BUILDING + "what is wrong\ntandem: The build failed: see above.\n"),
        tandem("x"));
    assertEquals(List.of(), filesOfBuild(), "it is locked");
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    Files.delete(root.resolve("bin/mvn"));
    for (String tool :
        List.of(
            "sh", "dirname", "readlink", "grep", "find", "head", "mkdir", "ln", "rm", "touch")) {
      executable("tools/" + tool, "exec " + toolPath(tool) + " \"$@\"");
    }

    var outcome =
        run(
            Map.of(
                "JAVA_HOME",
                root.resolve("jdk").toString(),
                "PATH",
                root.resolve("tools").toString()),
            root.resolve("tandem").toString());

    assertEquals(
        new Outcome(
            2,
            "",
            "tandem: Building needs Maven 3.8.7 or newer: install it"
                + " (apt-get install maven, brew install maven).\n"),
        outcome);
  }

  @Test
  void ofTwoAtOnceOneBuilds() throws Exception {
    executable("bin/mvn", "echo built >> \"$0.log\"; sleep 1; " + makesJar());

    Process other = start(javaHome(), root.resolve("tandem").toString(), "other");
    var outcome = tandem("this");
    String otherOut = new String(other.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertEquals(0, other.waitFor());
    assertTrue(otherOut.endsWith("other\n"), otherOut);
    assertEquals("built\n", Files.readString(root.resolve("bin/mvn.log")));
  }

  @Test
  void aKilledBuilderIsOvertaken() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createSymbolicLink(root.resolve(".tandem-build"), Path.of(Long.toString(dead.pid())));
    Files.createFile(root.resolve(".tandem-build.start"));
    Files.writeString(root.resolve(".tandem-build.log"), "half a log");

    assertEquals(0, tandem("x").exitCode());
    assertEquals(List.of(), filesOfBuild());
  }

  private List<Path> filesOfBuild() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, ".tandem-build*")) {
      var files = new ArrayList<Path>();
      found.forEach(files::add);
      return files;
    }
  }

  private void assertStartedBy(String java, Map<String, String> environment) throws Exception {
    var outcome = run(environment, root.resolve("tandem").toString(), "x");
    assertEquals(java, outcome.out().lines().findFirst().orElse(outcome.toString()));
  }

  private Outcome tandem(String... args) throws Exception {
    String[] command =
        Stream.concat(Stream.of(root.resolve("tandem").toString()), Stream.of(args))
            .toArray(String[]::new);
    return run(javaHome(), command);
  }

  private Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", root.resolve("jdk").toString());
  }

  private Outcome run(Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, command);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("JAVA.*|LC_.*|LANG|CLASSPATH"));
    builder.environment().put("HOME", root.resolve("home").toString());
    builder.environment().put("PATH", path());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String path() {
    return root.resolve("bin") + ":/usr/bin:/bin";
  }

  private static Path toolPath(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /// A `java` that prints the name of its home and its arguments, one to a line.
  private void plantJava(String home, String version) throws IOException {
    String name = Path.of(home).getFileName().toString();
    executable(home + "/bin/java", "printf '%s\\n' " + name + " \"$@\"");
    Files.writeString(
        root.resolve(home).resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
  }

  private String makesJar() {
    return "mkdir -p '%s'; touch '%s'".formatted(jar.getParent(), jar);
  }

  private void executable(String name, String body) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
