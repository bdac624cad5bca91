package io.tandem.tests.process;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Native;
import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.NullMarked;

/// A small program of a user's, to be run in every way that programs are run.
final class HelloApp {
  static final String MAIN = "hello.Hello";

  static final List<String> OUTPUT =
      List.of(
          "hello from child",
          "hello from grandchild",
          "grandchild: exit code 0",
          "child: exit code 0");

  private HelloApp() {}

  /// Its source files, in a directory that is their root.
  static Path sources() throws URISyntaxException {
    URL root = HelloApp.class.getResource("/process");
    return Path.of(root.toURI());
  }

  /// Compiles it.
  ///
  /// @param options further ones, and further files
  static Path compile(Path output, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-d", output.toString()));
    arguments.addAll(List.of(options));
    try (Stream<Path> files = Files.walk(sources())) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)));
    return output;
  }

  /// The jars or directories of Tandem and what it needs.
  static List<Path> libraries() {
    return Stream.of(
            JvmProcess.class, SharedScope.class, DirectBuffer.class, Native.class, NullMarked.class)
        .map(HelloApp::locationOf)
        .toList();
  }

  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static String path(Path... entries) {
    return String.join(
        File.pathSeparator, Arrays.stream(entries).map(Path::toString).toArray(String[]::new));
  }

  /// The libraries, and these before them.
  static String pathWithLibraries(Path... entries) {
    return path(Stream.concat(Arrays.stream(entries), libraries().stream()).toArray(Path[]::new));
  }

  /// The libraries, for the manifest of a jar.
  static String librariesAsUrls() {
    return libraries().stream().map(path -> path.toUri().toString()).collect(joining(" "));
  }

  /// Packs a directory into a jar.
  static void pack(Path jar, Manifest manifest, Path root) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      addFiles(out, "", root);
    }
  }

  static void addFiles(JarOutputStream out, String prefix, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(prefix + root.relativize(file)));
        Files.copy(file, out);
      }
    }
  }

  static void assertGreets(OtherJvm jvm) throws Exception {
    assertEquals(OUTPUT, jvm.awaitOutput());
    assertEquals(0, jvm.awaitExit());
  }
}
