package io.tandem.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The memory limits of the Linux control groups that a process is in.
///
/// Shared memory counts against them, and a reservation beyond one is answered with SIGKILL.
///
/// @param groups where the hierarchies are mounted
/// @param membership the process's own `/proc/PID/cgroup`
record Container(Path groups, Path membership) {
  /// That of this process.
  static final Container OWN =
      new Container(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));

  /// @throws MemoryException.NoSpace if `bytes` more would pass a limit
  void requireHeadroom(Path file, long bytes) {
    for (Limit limit : limits()) {
      if (bytes > limit.headroom()) {
        throw new MemoryException.NoSpace(
            "Cannot reserve %d bytes of shared memory for %s: the container has %d of %d bytes "
                    .formatted(bytes, file, limit.headroom(), limit.bytes())
                + "left. Ask for less or raise its memory limit (docker run --memory=...).");
      }
    }
  }

  /// One limit; `reclaimable` is file cache that the kernel would give up first.
  record Limit(long bytes, long used, long reclaimable) {
    long headroom() {
      return Math.max(0, bytes - used + reclaimable);
    }
  }

  List<Limit> limits() {
    var limits = new ArrayList<Limit>();
    if (!Files.isReadable(membership)) {
      return limits;
    }
    try {
      for (String line : Files.readAllLines(membership)) {
        String[] parts = line.split(":", 3);
        if (parts[1].isEmpty()) {
          addAll(limits, groups, parts[2], "memory.max", "memory.current", "inactive_file");
        } else if (List.of(parts[1].split(",")).contains("memory")) {
          addAll(
              limits,
              groups.resolve("memory"),
              parts[2],
              "memory.limit_in_bytes",
              "memory.usage_in_bytes",
              "total_inactive_file");
        }
      }
    } catch (IOException | RuntimeException e) {
      // Limits that cannot be read cannot be kept; the reservation itself still can fail.
      System.getLogger(Container.class.getName()).log(System.Logger.Level.DEBUG, "cgroups", e);
    }
    return limits;
  }

  /// Every group up to the root limits what is below it. Inside a container its own group is
  /// mounted as the root.
  private static void addAll(
      List<Limit> limits,
      Path root,
      String group,
      String limitFile,
      String usedFile,
      String cacheField)
      throws IOException {
    Path own = root.resolve(group.substring(1));
    for (Path at = Files.isDirectory(own) ? own : root; at.startsWith(root); at = at.getParent()) {
      add(limits, at, limitFile, usedFile, cacheField);
    }
  }

  private static void add(
      List<Limit> limits, Path group, String limitFile, String usedFile, String cacheField)
      throws IOException {
    Path limit = group.resolve(limitFile);
    if (Files.isReadable(limit)) {
      String value = Files.readString(limit).strip();
      if (!value.equals("max")) {
        long used = Long.parseLong(Files.readString(group.resolve(usedFile)).strip());
        limits.add(
            new Limit(
                Long.parseLong(value), used, field(group.resolve("memory.stat"), cacheField)));
      }
    }
  }

  private static long field(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1));
      }
    }
    return 0;
  }
}
