package io.tandem.process;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the operating system writes what was in a process's memory when a signal ends it.
final class CoreDumps {
  /// Keeps a JVM that crashes from asking for one.
  static final String NO_DUMP = "-XX:-CreateCoredumpOnCrash";

  private static final Path LIMITS = Path.of("/proc/self/limits"); // which children inherit
  private static final String NAME = "Max core file size";
  private static final int RLIMIT_CORE = 4;
  private static final long UNLIMITED = -1;

  private CoreDumps() {}

  /// Forbids them to a process that has just started. Mostly they are forbidden already, which
  /// costs no native call.
  static void forbid(long pid) {
    limits().filter(limits -> !limits[0].equals("0")).ifPresent(limits -> forbid(pid, limits[1]));
  }

  private static void forbid(long pid, String hard) {
    long[] limits = {0, hard.equals("unlimited") ? UNLIMITED : Long.parseLong(hard)};
    try {
      LibC.call("prlimit", Math.toIntExact(pid), RLIMIT_CORE, limits, null);
    } catch (LastErrorException | UnsupportedOperationException _) {
      // It has ended, or dumps are a matter of the system's here.
    }
  }

  /// The soft and the hard limit, where they can be read.
  private static Optional<String[]> limits() {
    try {
      return Files.readAllLines(LIMITS).stream()
          .filter(line -> line.startsWith(NAME))
          .map(line -> line.substring(NAME.length()).strip().split("\\s+"))
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
