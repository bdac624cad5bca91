package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.ClassCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of the `tandem` command in a JVM of its own.
final class TandemCommand implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  /// What a run printed, and its exit code.
  record Outcome(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private TandemCommand(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Outcome run(Path directory, String... arguments) {
    try (var command = start(directory, arguments)) {
      return command.await();
    }
  }

  static TandemCommand start(Path directory, String... arguments) {
    List<String> command = java("io.tandem.demos.Tandem");
    command.addAll(List.of(arguments));
    return start(directory, command);
  }

  /// A command with the flags of a short-lived JVM.
  ///
  /// @param rest more flags, and a main class
  static List<String> java(String... rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dtandem.aot=false", // all start from the one cache of the tests
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassCache.FLAGS);
    command.addAll(List.of(rest));
    return command;
  }

  static TandemCommand start(Path directory, List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new TandemCommand(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Whether something is in what it has printed so far.
  boolean hasSaid(String what) {
    assertTrue(process.isAlive(), () -> "It has ended: " + text(err));
    return text(out).contains(what);
  }

  /// Waits until it has printed a line, or is over.
  void awaitLine(String line) {
    JobProcesses.eventually(() -> text(out).lines().anyMatch(line::equals) || !process.isAlive());
  }

  Outcome await() {
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "It hangs: " + text(err));
      return new Outcome(process.exitValue(), text(out), text(err));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
