package io.tandem.bench.lock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process that takes part in a benchmark: it says `ready`, and answers each line with a line.
final class Side implements AutoCloseable {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private Side(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader();
    questions = new PrintStream(process.getOutputStream(), true);
  }

  /// Starts a program.
  static Side start(List<String> command) throws IOException {
    return new Side(command);
  }

  /// Starts a main class in a JVM of its own.
  ///
  /// @param flags of the JVM, beside those of the shared root
  static Side start(List<String> flags, Class<?> main, String... arguments) throws IOException {
    return new Side(jvm(flags, main, arguments));
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

  /// A command on one CPU only, where that can be had.
  static List<String> pinned(int cpu, List<String> command) {
    if (!Files.isExecutable(TASKSET) || cpu >= Runtime.getRuntime().availableProcessors()) {
      return command;
    }
    var pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", Integer.toString(cpu)));
    pinned.addAll(command);
    return pinned;
  }

  long pid() {
    return process.pid();
  }

  void say(String line) {
    questions.println(line);
  }

  /// @throws IllegalStateException if it ended instead
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("A process of the benchmark ended: " + process.info());
    }
    return line;
  }

  String ask(String line) throws IOException {
    say(line);
    return answer();
  }

  /// Kills it, as `kill -9` does.
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    process.onExit().join();
  }
}
