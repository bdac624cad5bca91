package io.tandem.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /// That of a process which has ended, if it crashed.
  ///
  /// @param flags of its JVM
  static Optional<CrashFile> of(long pid, List<String> flags) {
    String usual = "hs_err_pid" + pid + ".log";
    Stream<Path> asked =
        flags.stream()
            .filter(flag -> flag.startsWith(FLAG))
            .map(flag -> Path.of(flag.substring(FLAG.length()).replace("%p", Long.toString(pid))));
    Stream<Path> known =
        Stream.of(Path.of(usual), Path.of(System.getProperty("java.io.tmpdir"), usual));
    return Stream.concat(asked, known)
        .map(Path::toAbsolutePath)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(CrashFile::new);
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
    } catch (IOException _) {
      return Optional.empty(); // a message does without
    }
  }
}
