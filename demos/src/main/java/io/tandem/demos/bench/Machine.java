package io.tandem.demos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be known of a machine to judge figures.
public final class Machine {
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  /// What pins processes to CPUs.
  public static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Machine() {}

  /// As `2026-11-22 08:10 UTC`.
  public static String date() {
    return MINUTES.format(ZonedDateTime.now(ZoneOffset.UTC)) + " UTC";
  }

  /// Its model and number.
  public static String cpus() {
    return "%d x %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            field("/proc/cpuinfo", "model name", System.getProperty("os.arch")));
  }

  /// In GiB.
  public static String memory() {
    String kilobytes = field("/proc/meminfo", "MemTotal", "").replaceAll("\\D", "");
    return kilobytes.isEmpty()
        ? "unknown"
        : Texts.number(Long.parseLong(kilobytes) / (double) (1 << 20)) + " GiB";
  }

  /// Its name and version, without who built it.
  public static String kernel() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version").replaceFirst("-.*", "");
  }

  /// Its vendor and version.
  public static String java() {
    return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version");
  }

  /// Which processes of the benchmarks run on one CPU only.
  public static String pinned() {
    String whyNot = whyNotPinned();
    return whyNot == null
        ? "two processes with messages, a lock or a condition between them, ours and the peer's,"
            + " to a CPU each; others run where the system puts them"
        : "nothing, as " + whyNot;
  }

  /// Why no process can be pinned to a CPU here, or null if one can.
  public static @Nullable String whyNotPinned() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return "there is only one CPU";
    }
    return Files.isExecutable(TASKSET)
        ? null
        : "there is no %s; install it: apt-get install util-linux".formatted(TASKSET);
  }

  /// How many threads wanted a CPU in the last minute, on average, and whether that may disturb who
  /// measures now.
  public static String load() {
    List<String> lines = lines("/proc/loadavg");
    if (lines.isEmpty()) {
      return "unknown";
    }
    String load = lines.getFirst().split(" ")[0];
    boolean busy = Double.parseDouble(load) > Runtime.getRuntime().availableProcessors() / 2.0;
    return busy ? load + ": other programs, or a build, ran before and perhaps meanwhile" : load;
  }

  private static String field(String file, String name, String otherwise) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException _) {
      return List.of(); // not on this system
    }
  }
}
