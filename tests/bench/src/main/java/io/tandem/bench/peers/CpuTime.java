package io.tandem.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How long the threads of processes ran, and how long they wanted to but had no CPU.
record CpuTime(long ranNanos, long waitedNanos) {
  private static final CpuTime NONE = new CpuTime(0, 0);

  /// Of the threads that a process has now.
  static CpuTime of(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return sum(threads.map(CpuTime::ofThread));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CpuTime ofThread(Path thread) {
    try {
      String[] times = Files.readString(thread.resolve("schedstat")).split(" ");
      return new CpuTime(Long.parseLong(times[0]), Long.parseLong(times[1]));
    } catch (NoSuchFileException e) {
      return NONE; // it has ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CpuTime sum(Stream<CpuTime> times) {
    return times.reduce(
        NONE, (a, b) -> new CpuTime(a.ranNanos + b.ranNanos, a.waitedNanos + b.waitedNanos));
  }
}
