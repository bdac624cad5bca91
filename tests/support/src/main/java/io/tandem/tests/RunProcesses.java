package io.tandem.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processes that a test run started: its descendants, and on Linux also those whose parent has
/// died, known by the environment variable that the build gives to each test JVM.
final class RunProcesses {
  private final String mark;

  /// @param mark the entry `NAME=VALUE` that the processes of this run inherit, or the empty string
  RunProcesses(String mark) {
    this.mark = mark;
  }

  Set<ProcessHandle> list() {
    ProcessHandle self = ProcessHandle.current();
    Stream<ProcessHandle> orphansToo =
        mark.isEmpty() ? Stream.empty() : ProcessHandle.allProcesses().filter(this::isMarked);
    return Stream.concat(self.descendants(), orphansToo)
        .filter(process -> !process.equals(self))
        .collect(Collectors.toSet());
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/%d/environ".formatted(process.pid())));
      return ("\0" + new String(environment, StandardCharsets.UTF_8)).contains("\0" + mark + "\0");
    } catch (IOException endedOrForeignOrNotLinux) {
      return false;
    }
  }

  static String describe(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return "%d, started %s: %s"
        .formatted(
            process.pid(),
            info.startInstant().map(Object::toString).orElse("at an unknown time"),
            info.commandLine().or(info::command).orElse("without a command line"));
  }
}
