package io.tandem.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/// A Linux control group with a memory limit, as a container has.
public final class ControlGroup implements AutoCloseable {
  private static final int ATTEMPTS = 1000;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /// Makes one, or skips the calling test where this user may not.
  ///
  /// @param bytes of memory
  public static ControlGroup limitedTo(long bytes) {
    for (var hierarchy : List.of("/sys/fs/cgroup/memory/", "/sys/fs/cgroup/")) {
      boolean first = hierarchy.endsWith("memory/");
      Path folder = Path.of(hierarchy, "tandem-test-" + ProcessHandle.current().pid());
      Path limit = folder.resolve(first ? "memory.limit_in_bytes" : "memory.max");
      try {
        Files.createDirectory(folder);
        Files.writeString(limit, Long.toString(bytes));
        return new ControlGroup(folder);
      } catch (IOException notThisOne) {
        folder.toFile().delete();
      }
    }
    Assumptions.abort("needs a control group of its own");
    throw new AssertionError();
  }

  /// The command line that runs another one in the group.
  public List<String> run(List<String> command) {
    var inside = new ArrayList<>(List.of("sh", "-c", "echo 0 > \"$0\" && exec \"$@\""));
    inside.add(folder.resolve("cgroup.procs").toString());
    inside.addAll(command);
    return inside;
  }

  /// Its processes must have ended; the kernel may still count them for a moment.
  @Override
  public void close() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException busy) {
        if (attempt == ATTEMPTS) {
          throw busy;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }
}
