package cached;

import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.stream.Stream;

/// Starts children, before and after there is a cache for them, and tells how it went.
public class Program {
  private static final int PATIENCE = 6000;
  private static final Path CACHES = Path.of(System.getProperty("tandem.aot.directory"));

  public static void main(String[] steps) throws Exception {
    for (String step : steps) {
      String[] words = step.split(" ");
      switch (words[0]) {
        case "start" -> System.out.println(start());
        case "await" -> awaitCache();
        case "mend" -> System.out.println(awaitCache());
        case "vain" -> awaitVainAttempt();
        case "leave" -> System.out.println(leave());
        case "replace" -> replace(Path.of(words[1]), Path.of(words[2]));
        case "damage" -> damage();
        default -> throw new IllegalArgumentException(step);
      }
    }
  }

  /// What a child prints, errors too.
  private static String start() throws Exception {
    var settings = JvmProcess.builder().stdout(Redirect.PIPE).stderr(Redirect.PIPE);
    try (var child = settings.start(Code.class)) {
      child.join();
      return child.stdout().strip() + child.stderr();
    }
  }

  /// Starts a child for which there is none, and waits until there is.
  ///
  /// @return what the child prints
  private static String awaitCache() throws Exception {
    Instant before = Instant.now();
    String printed = start();
    for (int i = 0; !isSealedSince(before); i++) {
      if (i == PATIENCE) {
        throw new IllegalStateException("There is no cache");
      }
      Thread.sleep(10); // the one that makes it is not known
    }
    return printed;
  }

  /// Starts a child for which there is none, and waits until one is half made.
  ///
  /// @return what the child prints
  private static String leave() throws Exception {
    String printed = start();
    for (int i = 0; !someAreUnfinished(); i++) {
      if (i == PATIENCE) {
        throw new IllegalStateException("No cache is made");
      }
      Thread.sleep(10); // the one that makes it is not known
    }
    return printed;
  }

  /// Starts a child for which there is none, and waits until one was half made and nothing of it is
  /// left.
  private static void awaitVainAttempt() throws Exception {
    leave();
    for (int i = 0; someAreUnfinished(); i++) {
      if (i == PATIENCE) {
        throw new IllegalStateException("Something is left");
      }
      Thread.sleep(10); // the one that makes it is not known
    }
  }

  private static boolean someAreUnfinished() throws IOException {
    try (Stream<Path> files = Files.list(CACHES)) {
      return files.anyMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  private static boolean isSealedSince(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(CACHES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".seal")).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
          return true;
        }
      }
      return false;
    }
  }

  /// A build tool that sets the times of its files.
  private static void replace(Path target, Path source) throws IOException {
    Path next = Path.of(target + ".next");
    Files.copy(source, next);
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(target));
    if (Files.size(next) != Files.size(target)) {
      throw new IllegalStateException("The jars differ in size");
    }
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void damage() throws IOException {
    try (Stream<Path> files = Files.list(CACHES)) {
      Path cache = files.filter(file -> file.toString().endsWith(".aot")).findFirst().get();
      try (var channel = Files.newByteChannel(cache, StandardOpenOption.WRITE)) {
        channel.position(channel.size() / 3);
        channel.write(ByteBuffer.wrap(new byte[1 << 20]));
      }
    }
  }
}
