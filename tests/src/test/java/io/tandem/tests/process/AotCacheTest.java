package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Children start from a cache, and never run anything but what is on the class path. The program
/// has a directory before its jars, as most have that are run by a build tool.
@Timeout(120)
class AotCacheTest {
  @TempDir Path directory;

  private Path caches;
  private Path jar;
  private Path original;
  private Path rebuilt;
  private Path classes;

  @BeforeEach
  void buildTheProgramTwice() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "there is no /proc");
    caches = directory.resolve("caches");
    jar = pack("app.jar", compile("code A"));
    original = Files.copy(jar, directory.resolve("original.jar"));
    rebuilt = pack("rebuilt.jar", compile("code B"));
    classes = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(classes.resolve("settings.txt"), "in a directory");
  }

  private Path compile(String code) throws Exception {
    Path sources = Files.createDirectories(directory.resolve(code + " sources"));
    List<String> arguments = new ArrayList<>();
    Path output = directory.resolve(code);
    arguments.addAll(List.of("-d", output.toString(), "-cp", HelloApp.pathWithLibraries()));
    for (String name : List.of("Program.java", "Code.java")) {
      String text = Files.readString(resources().resolve(name)).replace("code A", code);
      arguments.add(Files.writeString(sources.resolve(name), text).toString());
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)));
    return output;
  }

  private static Path resources() throws URISyntaxException {
    return Path.of(AotCacheTest.class.getResource("/cached/cached").toURI());
  }

  private Path pack(String name, Path root) throws IOException {
    Path packed = directory.resolve(name);
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    HelloApp.pack(packed, manifest, root);
    return packed;
  }

  /// Only jars can be in a cache.
  private Path[] libraries() throws IOException {
    List<Path> jars = new ArrayList<>(List.of(classes, jar));
    for (Path library : HelloApp.libraries().stream().distinct().toList()) {
      Path packed = directory.resolve(library.getParent().getFileName() + "-library.jar");
      boolean isDirectory = Files.isDirectory(library);
      jars.add(!isDirectory || Files.exists(packed) ? library : pack(packed.toString(), library));
      if (isDirectory) {
        jars.set(jars.size() - 1, packed);
      }
    }
    return jars.toArray(Path[]::new);
  }

  private OtherJvm run(String... steps) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Dtandem.aot=true",
                "-Dtandem.aot.directory=" + caches,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                HelloApp.path(libraries()),
                "cached.Program"));
    arguments.addAll(List.of(steps));
    return OtherJvm.java(directory, arguments.toArray(String[]::new));
  }

  @Test
  void whateverHappensToItsFilesAChildRunsWhatIsThere() throws Exception {
    try (OtherJvm one = run("await", "start", "replace " + jar + " " + rebuilt, "start");
        OtherJvm other = run("await")) {
      assertEquals(List.of("code A cached", "code B plain"), one.awaitOutput());
      assertEquals(List.of(), other.awaitOutput());
    }
    Object made = Files.getAttribute(only("aot"), "unix:ino");

    Path left = Files.writeString(caches.resolve("left.tandem.aot.tmp"), "by a killed maker");
    try (OtherJvm next =
        run("replace " + jar + " " + original, "await", "start", "damage", "start")) {
      assertEquals(List.of("code A cached", "code A plain"), next.awaitOutput());
    }
    assertEquals(made, Files.getAttribute(only("aot"), "unix:ino")); // sealed again, not made
    assertTrue(Files.notExists(left));

    Path shadow = classes.resolve("cached").resolve("Code.class");
    Files.createDirectories(shadow.getParent());
    Files.copy(directory.resolve("code B/cached/Code.class"), shadow);
    try (OtherJvm shadowed = run("start")) {
      assertEquals(List.of("code B plain"), shadowed.awaitOutput());
    }
  }

  @Test
  void oneThatIsNotAsItWasWrittenIsNotUsedAndMadeAgain() throws Exception {
    assertEquals(List.of(), outputOf("await"));
    Files.writeString(only("aot"), "garbage");
    assertEquals(List.of("code A plain"), outputOf("start"));
    try (var cache = FileChannel.open(only("aot"), StandardOpenOption.WRITE)) {
      cache.truncate(1);
    }
    assertEquals(List.of("code A plain", "code A cached"), outputOf("mend", "start"));

    passOffAsAnotherJvms(only("aot"));
    assertEquals(List.of("code A plain"), outputOf("start"));

    Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("r-x------"));
    assertEquals(List.of("code A plain"), outputOf("start"));
  }

  private List<String> outputOf(String... steps) throws IOException {
    try (OtherJvm program = run(steps)) {
      return program.awaitOutput();
    }
  }

  /// With the right seal: only the JVM can tell.
  private void passOffAsAnotherJvms(Path cache) throws IOException {
    String before = stampOf(cache);
    byte[] name = System.getProperty("java.vm.name").getBytes(StandardCharsets.US_ASCII);
    byte[] head = new byte[4096];
    try (var channel = FileChannel.open(cache, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.read(ByteBuffer.wrap(head));
      int at = new String(head, StandardCharsets.ISO_8859_1).indexOf(new String(name));
      channel.write(ByteBuffer.wrap(new byte[] {'?'}), at);
    }
    Path seal = only("seal");
    String text = Files.readString(seal);
    assertTrue(text.endsWith(before), text);
    Files.writeString(seal, text.replace(before, stampOf(cache)));
  }

  private static String stampOf(Path file) throws IOException {
    var found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,dev");
    return Stream.of("size", "lastModifiedTime", "ctime", "ino", "dev")
        .map(found::get)
        .map(each -> each instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : each)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  @Test
  void oneWhoseMakerWasKilledIsMadeByTheNext() throws Exception {
    try (OtherJvm killed = run("await")) {
      eventually(this::someAreUnfinished);
      killed.kill();
      assertEquals(List.of(), killed.awaitOutput());
    }
    assertEquals(List.of("code A plain", "code A cached"), outputOf("mend", "start"));
  }

  @Test
  void whatCannotBeFinishedIsNotLeft() throws Exception {
    assertEquals(List.of(), outputOf("await"));
    String content = only("aot").getFileName().toString().replace(".tandem.aot", "");
    for (String kind : List.of(".seal", ".aot", ".stamp", ".names")) {
      Files.delete(only(kind));
    }
    Files.createDirectory(caches.resolve(content + ".names.tmp")); // cannot be written

    assertEquals(List.of(), outputOf("vain"));

    try (Stream<Path> files = Files.list(caches)) {
      assertEquals(List.of(caches.resolve("lock")), files.toList());
    }
  }

  @Test
  void aProgramThatEndsMeanwhileLeavesNothingUnfinished() throws Exception {
    assertEquals(List.of("code A plain"), outputOf("leave"));

    assertFalse(someAreUnfinished());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".args")).toList());
    }
  }

  private boolean someAreUnfinished() throws IOException {
    if (Files.notExists(caches)) {
      return false;
    }
    try (Stream<Path> files = Files.list(caches)) {
      return files.anyMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  private Path only(String kind) throws IOException {
    try (Stream<Path> files = Files.list(caches)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(kind)).toList();
      assertEquals(1, found.size(), found::toString);
      return found.getFirst();
    }
  }
}
