package io.tandem.bench.start;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Start and join of a process on an empty task, and on one that takes a shared lock: by a plain
/// JVM, by one with a cache, by a spare one, and by Python's two ways, one after the other in each
/// round.
public final class Starts {
  private static final List<String> TASKS = List.of("empty", "lock");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_MILLIS = 100;

  private final List<Way> ways = new ArrayList<>();

  private Starts(Side jvm, @Nullable Side python) {
    for (String task : TASKS) {
      ways.add(new Way(jvm, "plain " + task));
      ways.add(new Way(jvm, "cached " + task));
      ways.add(new Way(jvm, "spare " + task));
      if (python != null) {
        ways.add(new Way(python, "spawn " + task));
        ways.add(new Way(python, "fork " + task));
      }
    }
  }

  /// @param rounds of one start each
  public static void run(int rounds) throws IOException {
    Path folder = Files.createTempDirectory("tandem-starts-");
    try (var _ = Root.open();
        var jvm = Side.start(command(folder)).ready();
        var python = python(folder)) {
      awaitCache(jvm, folder);
      var starts = new Starts(jvm, python);
      for (int i = 0; i < rounds; i++) {
        starts.ways.forEach(Way::measure);
      }
      starts.report();
    } finally {
      remove(folder);
    }
  }

  private static List<String> command(Path folder) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dtandem.shm=" + System.getProperty("tandem.shm"),
        "-Dtandem.aot=true",
        "-Dtandem.aot.directory=" + folder.resolve("caches"),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        JarPath.of(folder),
        Starter.class.getName());
  }

  private static @Nullable Side python(Path folder) throws IOException {
    if (!PythonProgram.isPossible()) {
      System.out.println("  skipped: Python's, " + PythonProgram.WHY_NOT);
      return null;
    }
    return Side.start(PythonProgram.command("start", folder)).ready();
  }

  private static void awaitCache(Side jvm, Path folder) throws IOException {
    String _ = jvm.ask("cached empty");
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!hasSeal(folder.resolve("caches"))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("No cache was made in " + folder);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean hasSeal(Path caches) throws IOException {
    try (Stream<Path> files = Files.list(caches)) {
      return files.anyMatch(file -> file.toString().endsWith(".seal"));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void report() {
    for (Way way : ways) {
      System.out.printf(Locale.ROOT, "start and join, %-12s %s%n", way.name, way.millis.asMillis());
    }
    for (String task : TASKS) {
      compare("cached " + task, "plain " + task);
      compare("cached " + task, "spawn " + task);
      compare("spare " + task, "fork " + task);
    }
  }

  private void compare(String name, String other) {
    Way way = way(name);
    Way otherWay = way(other);
    if (way != null && otherWay != null) {
      System.out.printf("  %s / %s  %s%n", name, other, way.ratios(otherWay).asRange());
    }
  }

  private @Nullable Way way(String name) {
    return ways.stream().filter(way -> way.name.equals(name)).findFirst().orElse(null);
  }

  /// One way to start a process, and what it took in each round.
  private record Way(Side side, String name, Figures millis, List<Double> rounds) {
    Way(Side side, String name) {
      this(side, name, new Figures(), new ArrayList<>());
    }

    void measure() {
      double took = Double.parseDouble(side.ask(name));
      millis.add(took);
      rounds.add(took);
    }

    Figures ratios(Way other) {
      var ratios = new Figures();
      for (int i = 0; i < rounds.size(); i++) {
        ratios.add(rounds.get(i) / other.rounds.get(i));
      }
      return ratios;
    }
  }
}
