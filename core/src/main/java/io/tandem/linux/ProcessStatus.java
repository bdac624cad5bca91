package io.tandem.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How much memory a process has, from its `/proc/PID/status`, with the kernel's names for the
/// kinds.
public final class ProcessStatus {
  /// Physical memory in all.
  public static final String RESIDENT = "VmRSS";

  /// That part of it which it shares with nobody: heap, stacks and the like.
  public static final String PRIVATE = "RssAnon";

  private ProcessStatus() {}

  /// How many bytes of a kind a process has; 0 if it has ended, or nobody tells.
  public static long bytes(long pid, String kind) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
      return lines
          .filter(line -> line.startsWith(kind + ":"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException _) { // unchecked, if it ends while it is read
      return 0;
    }
  }
}
