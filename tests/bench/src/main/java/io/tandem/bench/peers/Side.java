package io.tandem.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that takes part in a benchmark: it says `ready`, and answers each line with a line.
final class Side implements AutoCloseable {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final int CPUS = Runtime.getRuntime().availableProcessors();
  private static final long PATIENCE_SECONDS = 60;
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx256m",
          // A JVM that is pinned to one CPU would otherwise think there are no others to wait for.
          "-XX:ActiveProcessorCount=" + CPUS,
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private Side(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader();
    questions = new PrintStream(process.getOutputStream(), true);
  }

  /// Starts a program and waits until it is ready.
  static Side start(List<String> command) throws IOException {
    var side = new Side(command);
    try {
      String _ = side.answer();
    } catch (IllegalStateException e) {
      side.close();
      throw e;
    }
    return side;
  }

  /// The command of a JVM.
  static List<String> jvm(List<String> flags, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-D%s=%s".formatted(Root.PROPERTY, System.getProperty(Root.PROPERTY)));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Why [#pinned] pins nothing here, or null if it does.
  static @Nullable String whyNotPinned() {
    if (CPUS < 2) {
      return "there is only one CPU";
    }
    return Files.isExecutable(TASKSET)
        ? null
        : "there is no %s; install it: apt-get install util-linux".formatted(TASKSET);
  }

  /// A command on one CPU only, where that can be had.
  static List<String> pinned(int cpu, List<String> command) {
    if (whyNotPinned() != null) {
      return command;
    }
    var pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", Integer.toString(cpu)));
    pinned.addAll(command);
    return pinned;
  }

  void say(String line) {
    questions.println(line);
  }

  /// @throws IllegalStateException if it ended instead, or takes too long
  String answer() {
    String line =
        CompletableFuture.supplyAsync(this::read)
            .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    if (line == null) {
      throw new IllegalStateException(
          "A process of the benchmark ended or said nothing for %d s: %s"
              .formatted(PATIENCE_SECONDS, process.info()));
    }
    return line;
  }

  private @Nullable String read() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CpuTime cpuTime() {
    return CpuTime.of(process.pid());
  }

  /// Ends its input, and kills it if it does not end then.
  @Override
  public void close() {
    questions.close();
    process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    process.onExit().join();
  }
}
