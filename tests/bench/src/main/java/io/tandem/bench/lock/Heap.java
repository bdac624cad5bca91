package io.tandem.bench.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How large a JVM is that is killed: the kernel has more to clean up after a large one.
enum Heap {
  SMALL("64 MiB", 0, List.of("-Xmx64m", "-XX:TieredStopAtLevel=1")),

  /// All of it touched.
  LARGE(
      "2 GiB", 2600, List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"));

  private static final String AVAILABLE = "MemAvailable:";

  final String size;
  final List<String> flags;
  private final long megabytes;

  Heap(String size, long megabytes, List<String> flags) {
    this.size = size;
    this.megabytes = megabytes;
    this.flags = flags;
  }

  /// Why there can be none here, or null if there can.
  @Nullable String whyNot() {
    return megabytes <= availableMegabytes()
        ? null
        : "there is no room for a heap of %s: %d MiB must be available".formatted(size, megabytes);
  }

  private static long availableMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith(AVAILABLE)) {
          return Long.parseLong(line.split("\\s+")[1]) / 1024;
        }
      }
    } catch (IOException _) {
      // not on this system
    }
    return 0;
  }
}
