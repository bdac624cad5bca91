package io.tandem.tests.process;

import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/// Maven's repository on this machine as `mvn install` would leave it: links to all that is in it,
/// and for `io.tandem` what this build has made.
final class LocalRepository implements AutoCloseable {
  private static final Path ROOT = Path.of("..");
  private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

  private final Path directory;

  LocalRepository() throws IOException {
    directory = Files.createTempDirectory("repository");
    Path given = // a jar in it is at org/agrona/agrona/2.6.0/agrona-2.6.0.jar
        HelloApp.locationOf(DirectBuffer.class).resolve("../../../../..").normalize();
    linkAllBut("io", given, directory);
    linkAllBut("tandem", given.resolve("io"), directory.resolve("io"));
    install("tandem", ROOT);
    pack(HelloApp.locationOf(SharedScope.class), install("tandem-core", ROOT.resolve("core")));
    pack(HelloApp.locationOf(JvmProcess.class), install("tandem-ipc", ROOT.resolve("ipc")));
  }

  Path directory() {
    return directory;
  }

  private static void linkAllBut(String name, Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(e -> !e.endsWith(name)).toList()) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
      }
    }
  }

  /// @return where its jar belongs
  private Path install(String artifact, Path module) throws IOException {
    String version = version();
    Path folder = directory.resolve("io/tandem").resolve(artifact).resolve(version);
    Files.createDirectories(folder);
    Files.copy(module.resolve("pom.xml"), folder.resolve(artifact + "-" + version + ".pom"));
    return folder.resolve(artifact + "-" + version + ".jar");
  }

  private static String version() throws IOException {
    Matcher first = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
    if (!first.find()) {
      throw new AssertionError("The root pom has no version.");
    }
    return first.group(1);
  }

  /// `mvn test` has not packed the libraries: there they are directories.
  private static void pack(Path library, Path jar) throws IOException {
    if (Files.isDirectory(library)) {
      HelloApp.pack(jar, new Manifest(), library);
    } else {
      Files.copy(library, jar);
    }
  }

  /// Deletes it: of the links, not what they lead to.
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
