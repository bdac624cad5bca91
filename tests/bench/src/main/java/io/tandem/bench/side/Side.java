package io.tandem.bench.side;

import io.tandem.demos.bench.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that takes part in a benchmark: it says `ready`, and answers each line with a line.
public final class Side implements AutoCloseable {
  private static final int CPUS = Runtime.getRuntime().availableProcessors();
  private static final long PATIENCE_SECONDS = 60;
  private static final long GOODBYE_MILLIS = 500;
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

  /// Starts a program.
  public static Side start(List<String> command) throws IOException {
    return new Side(command);
  }

  /// Starts a main class in a JVM of its own.
  ///
  /// @param flags of the JVM, beside those of the shared root
  public static Side start(List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    return start(jvm(flags, main, arguments));
  }

  /// Waits until it has said so.
  ///
  /// @return this, which is closed if it ended instead
  public Side ready() {
    try {
      String _ = answer();
      return this;
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /// The command of a JVM.
  public static List<String> jvm(List<String> flags, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-D%s=%s".formatted(Root.PROPERTY, System.getProperty(Root.PROPERTY)));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// A command on one CPU only, where that can be had.
  public static List<String> pinned(int cpu, List<String> command) {
    if (Machine.whyNotPinned() != null) {
      return command;
    }
    var pinned = new ArrayList<>(List.of(Machine.TASKSET.toString(), "-c", Integer.toString(cpu)));
    pinned.addAll(command);
    return pinned;
  }

  public void say(String line) {
    questions.println(line);
  }

  /// @throws IllegalStateException if it ended instead, or takes too long
  public String answer() {
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

  /// Asks and waits for the answer.
  public String ask(String line) {
    say(line);
    return answer();
  }

  public long pid() {
    return process.pid();
  }

  /// What its threads ran on CPUs so far, in nanoseconds.
  public long cpuNanos() {
    return CpuTime.nanos(pid());
  }

  /// Kills it, as `kill -9` does.
  public void kill() {
    process.destroyForcibly();
  }

  /// Ends it: at the end of its input by itself, so that it can clean up, or else killed.
  @Override
  public void close() {
    questions.close();
    CompletableFuture.delayedExecutor(GOODBYE_MILLIS, TimeUnit.MILLISECONDS).execute(this::kill);
    process.onExit().join();
  }
}
