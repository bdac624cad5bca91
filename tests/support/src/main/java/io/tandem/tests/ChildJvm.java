package io.tandem.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// A small JVM that a test starts on a class of its own class path, talks to by lines, and may
/// kill.
///
/// Everything that waits has a limit, and [#close()] kills what still runs.
public final class ChildJvm implements AutoCloseable {
  private static final long WATCHDOG_SECONDS = 60;
  private static final String END = "\0end";
  private static final List<String> PASSED_ON =
      List.of("tandem.shm", "tandem.portable", "tandem.parker", "tandem.robust", "tandem.waitv");

  private final Process process;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
  }

  /// Starts a main class with the flags of a short-lived JVM.
  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /// Starts a main class with more flags.
  ///
  /// @param flags of the JVM, such as `-Dname=value`; those of the shared root and of what is to be
  ///   done without are passed on by themselves
  public static ChildJvm start(List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    return start(command(flags, main, arguments));
  }

  /// What [#start(List, Class, String...)] runs, for starting it by way of another program.
  public static List<String> command(List<String> flags, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    for (String property : PASSED_ON) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D%s=%s".formatted(property, value));
      }
    }
    command.addAll(flags);
    command.addAll(ClassCache.FLAGS);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Starts any program.
  public static ChildJvm start(List<String> command) throws IOException {
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException killed) {
      // The end, all the same.
    }
    lines.add(END);
  }

  /// The process, for its pid or a signal.
  public Process process() {
    return process;
  }

  /// Waits for a line that begins so, and returns the rest of it.
  public String awaitLine(String prefix) throws InterruptedException {
    while (true) {
      String line = nextLine();
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
      seen.add(line);
      if (line.equals(END)) {
        return Assertions.fail("Expected a line '%s', got%n%s".formatted(prefix, text()));
      }
    }
  }

  /// Waits for the end, and returns the lines not yet seen.
  public List<String> awaitEnd() throws InterruptedException {
    var rest = new ArrayList<String>();
    for (String line = nextLine(); !line.equals(END); line = nextLine()) {
      rest.add(line);
    }
    seen.addAll(rest);
    process.waitFor();
    return rest;
  }

  /// Waits for a good end.
  public void awaitSuccess() throws InterruptedException {
    awaitEnd();
    Assertions.assertEquals(0, process.exitValue(), this::text);
  }

  private String nextLine() throws InterruptedException {
    String line = lines.poll(WATCHDOG_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      process.destroyForcibly();
      return Assertions.fail("The child hangs; it said%n%s".formatted(text()));
    }
    return line;
  }

  private String text() {
    return String.join(System.lineSeparator(), seen);
  }

  /// Writes a line to its standard input.
  public void say(String line) {
    var input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    input.println(line);
  }

  /// Kills it at once, as `kill -9` does, and waits until it is gone.
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
