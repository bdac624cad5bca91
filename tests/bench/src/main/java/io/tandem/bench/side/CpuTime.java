package io.tandem.bench.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How long the threads of processes ran, and how long they wanted to but had no CPU, more exactly
/// than `/proc/PID/stat` says it. Threads that have ended do not count.
public record CpuTime(long ranNanos, long waitedNanos) {
  private static final CpuTime NONE = new CpuTime(0, 0);

  /// Of the threads that a process has now.
  public static CpuTime of(long pid) {
    return sum(byThread(pid).values().stream());
  }

  /// Of each thread that a process has now, by its name, which several may have in common.
  public static Map<String, CpuTime> byThread(long pid) {
    var all = new TreeMap<String, CpuTime>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        addThread(thread, all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void addThread(Path thread, Map<String, CpuTime> all) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      String[] times = Files.readString(thread.resolve("schedstat")).split(" ");
      var time = new CpuTime(Long.parseLong(times[0]), Long.parseLong(times[1]));
      all.merge(name, time, CpuTime::plus);
    } catch (NoSuchFileException e) {
      // It has just ended.
    }
  }

  public static CpuTime sum(Stream<CpuTime> times) {
    return times.reduce(NONE, CpuTime::plus);
  }

  private CpuTime plus(CpuTime other) {
    return new CpuTime(ranNanos + other.ranNanos, waitedNanos + other.waitedNanos);
  }
}
