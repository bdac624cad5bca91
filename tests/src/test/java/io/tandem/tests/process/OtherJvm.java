package io.tandem.tests.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A JVM that the test starts by itself, because what starts processes there is under test. What it
/// prints, errors too, is read line by line. It is killed when closed.
final class OtherJvm implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader output;
  private final List<String> read = new ArrayList<>();

  private OtherJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /// Runs the `java` of this JVM, with its temporary files in the directory.
  static OtherJvm java(Path directory, String... arguments) throws IOException {
    return java(directory, Map.of(), arguments);
  }

  static OtherJvm java(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-Djava.io.tmpdir=" + directory, "-Dtandem.aot=false"));
    all.addAll(List.of(arguments));
    return start(directory, environment, "java", all.toArray(String[]::new));
  }

  /// Runs a tool of this JVM's JDK.
  static OtherJvm start(
      Path directory, Map<String, String> environment, String tool, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return new OtherJvm(builder.redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /// Reads on to a line that begins with this, and gives the rest of it.
  String awaitLine(String prefix) throws IOException {
    for (String line = readLine(); line != null; line = readLine()) {
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
    }
    return fail("No line begins with '%s' among %s".formatted(prefix, read));
  }

  /// Reads on to the end of the output, and gives all of it.
  List<String> awaitOutput() throws IOException {
    while (readLine() != null) {}
    return read;
  }

  private String readLine() throws IOException {
    String line = output.readLine();
    if (line != null) {
      read.add(line);
    }
    return line;
  }

  int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "It still runs: " + read);
    return process.exitValue();
  }

  void terminate() {
    process.toHandle().destroy();
  }

  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
