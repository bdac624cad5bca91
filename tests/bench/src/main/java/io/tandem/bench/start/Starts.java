package io.tandem.bench.start;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Start and join of a process on an empty task, and on one that takes a shared lock: by a plain
/// JVM, by one with a cache, by a spare one, and by Python's two ways.
public final class Starts {
  private static final Sampling SAMPLING = new Sampling(1, 1, 10);
  private static final Floor SPAWN = Floor.ratio(1 / 1.2);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_MILLIS = 100;

  private Starts() {}

  public static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (String task : List.of("empty", "lock")) {
      String doing = task.equals("empty") ? "an empty task" : "a task that takes a shared lock";
      Work work = Work.cost("start." + task, "start and join of " + doing, "ms");
      trials.add(
          new Trial(
              work.named("jvm").between("cached JVM", "plain JVM").floor(Floor.ratio(2)),
              SAMPLING,
              duel -> {
                Side jvm = jvm(duel);
                duel.ours(() -> millis(jvm, "cached " + task));
                duel.peer(() -> millis(jvm, "plain " + task));
              }));
      trials.add(
          besidePython(
              work.named("spawn").between("cached JVM", "Python's spawn").floor(SPAWN),
              "cached " + task,
              "spawn " + task));
      trials.add(
          besidePython(
              work.named("fork").between("spare JVM", "Python's fork").floor(Floor.ratio(1)),
              "spare " + task,
              "fork " + task));
    }
    return trials;
  }

  private static Trial besidePython(Work work, String ours, String theirs) {
    return new Trial(
            work,
            SAMPLING,
            duel -> {
              Side jvm = jvm(duel);
              Side python =
                  duel.with(Side.start(PythonProgram.command("start", duel.folder()))).ready();
              duel.ours(() -> millis(jvm, ours));
              duel.peer(() -> millis(python, theirs));
            })
        .unless(PythonProgram.whyNot());
  }

  private static double millis(Side side, String way) {
    return Double.parseDouble(side.ask(way));
  }

  /// A JVM whose cache is ready.
  private static Side jvm(Duel duel) throws IOException {
    Path folder = Files.createTempDirectory("tandem-starts-");
    duel.with(() -> remove(folder));
    Side jvm = duel.with(Side.start(command(folder))).ready();
    awaitCache(jvm, folder);
    return jvm;
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
}
