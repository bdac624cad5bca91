package io.tandem.bench.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the machine has free.
final class Memory {
  private static final String AVAILABLE = "MemAvailable:";

  private Memory() {}

  static long availableMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith(AVAILABLE)) {
        return Long.parseLong(line.split("\\s+")[1]) / 1024;
      }
    }
    throw new IOException("/proc/meminfo does not say what is available");
  }
}
