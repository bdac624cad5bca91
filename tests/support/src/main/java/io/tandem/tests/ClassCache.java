package io.tandem.tests;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The JVM's cache of the classes on the class path, for the many small JVMs of a run of tests:
/// they spend most of their time on loading those. A cache holds jars only, so there is none while
/// the libraries are still directories.
public final class ClassCache {
  private static final long LIMIT_SECONDS = 60;
  private static final String LIBRARY = "tandem-core";
  private static final List<String> LIKE_CHILDREN =
      List.of("-XX:+UseSerialGC", "-Xlog:disable", "--enable-native-access=ALL-UNNAMED");

  private static final List<String> JARS = entries(path -> path.endsWith(".jar"));

  /// Class path flags of a JVM, with the cache if there is one. Directories stand behind the jars.
  public static final List<String> FLAGS = flags();

  private ClassCache() {}

  private static List<String> entries(Predicate<String> wanted) {
    String all = System.getProperty("java.class.path");
    return Arrays.stream(all.split(File.pathSeparator)).filter(wanted).toList();
  }

  private static List<String> flags() {
    Optional<Path> cache =
        JARS.stream().anyMatch(jar -> jar.contains(LIBRARY)) ? find() : Optional.empty();
    if (cache.isEmpty()) {
      return List.of("-cp", System.getProperty("java.class.path"));
    }
    List<String> path = new ArrayList<>(JARS);
    path.addAll(entries(entry -> !entry.endsWith(".jar")));
    return List.of(
        "-XX:AOTCache=" + cache.get(),
        "-Xlog:aot*=off",
        "-cp",
        String.join(File.pathSeparator, path));
  }

  /// One for all processes that run tests: whoever comes first makes it, the others wait.
  private static Optional<Path> find() {
    Path folder = Path.of("target").toAbsolutePath();
    Path cache = folder.resolve("tests-%x.aot".formatted(stamp()));
    try (var channel =
            FileChannel.open(
                folder.resolve("tests.aot.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (Files.notExists(cache)) {
        make(cache);
      }
      return Optional.of(cache).filter(Files::exists);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static int stamp() {
    return JARS.stream()
        .map(File::new)
        .map(jar -> List.of(jar.getPath(), jar.length(), jar.lastModified()))
        .toList()
        .hashCode();
  }

  private static void make(Path cache) throws IOException, InterruptedException {
    Path unfinished = Path.of(cache + ".tmp");
    Path shared = Files.createTempDirectory(cache.getParent(), "shared"); // of nobody else
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LIKE_CHILDREN);
    command.add("-Dtandem.shm=" + shared);
    command.add("-XX:AOTCacheOutput=" + unfinished);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, JARS)));
    command.add(Trainee.class.getName());
    JARS.stream().filter(jar -> jar.contains("tandem-")).forEach(command::add);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && Files.exists(unfinished)) {
        Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(shared);
    }
  }
}
