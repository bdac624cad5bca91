package io.tandem.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a JVM writes when it crashes: `hs_err_pidN.log`, in its working directory, or in the
/// directory for temporary files if that is closed to it, or where `-XX:ErrorFile` says.
///
/// @param path where it is
record CrashFile(Path path) {
  private static final String FLAG = "-XX:ErrorFile=";
  private static final Pattern SIGNAL = Pattern.compile("#\\s+SIG\\w+ \\(0x([0-9a-f]+)\\).*");
  private static final int HEAD_LINES = 20;
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2); // of a file system's, at most

  /// That of a process which has ended, if it crashed.
  ///
  /// @param flags of its JVM
  /// @param since when it lived: an earlier process may have had its id, and left a file
  static Optional<CrashFile> of(long pid, List<String> flags, Instant since) {
    String usual = "hs_err_pid" + pid + ".log";
    Stream<Path> asked =
        flags.stream()
            .filter(flag -> flag.startsWith(FLAG))
            .map(flag -> Path.of(flag.substring(FLAG.length()).replace("%p", Long.toString(pid))));
    Stream<Path> known =
        Stream.of(Path.of(usual), Path.of(System.getProperty("java.io.tmpdir"), usual));
    return Stream.concat(asked, known)
        .map(Path::toAbsolutePath)
        .filter(path -> isWrittenSince(path, since.minus(CLOCK_STEP)))
        .findFirst()
        .map(CrashFile::new);
  }

  private static boolean isWrittenSince(Path path, Instant since) {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return found.isRegularFile() && !found.lastModifiedTime().toInstant().isBefore(since);
    } catch (IOException _) {
      return false; // there is none
    }
  }

  /// The number of the signal that the JVM could not handle.
  Optional<Integer> signal() {
    try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      return lines
          .limit(HEAD_LINES)
          .map(SIGNAL::matcher)
          .filter(Matcher::matches)
          .map(found -> Integer.parseInt(found.group(1), 16))
          .findFirst();
    } catch (IOException | UncheckedIOException _) {
      return Optional.empty(); // a message does without
    }
  }
}
