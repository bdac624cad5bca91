package io.tandem.bench.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the threads of a process have computed, more exactly than `/proc/PID/stat` says it. Threads
/// that have ended do not count.
final class CpuTime {
  private CpuTime() {}

  static long nanosOf(long pid) throws IOException {
    long nanos = 0;
    for (Path thread : threads(pid)) {
      try {
        nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      } catch (NoSuchFileException _) {
        // It has just ended.
      }
    }
    return nanos;
  }

  private static List<Path> threads(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.toList();
    }
  }
}
