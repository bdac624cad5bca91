package io.tandem.demos.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The benchmarks, which run in a process of their own: they need libraries that nobody else does.
///
/// @param classPath theirs
public record SuiteProcess(String classPath) {
  /// Is told each result as soon as it is there.
  public interface Listener {
    void found(Result result) throws IOException;
  }

  private static final String MAIN = "io.tandem.bench.Suite";

  /// Lists what can be measured.
  ///
  /// @return a result without figures for each row
  /// @throws IOException if the process ends otherwise than well
  public List<Result> list() throws IOException, InterruptedException {
    var results = new ArrayList<Result>();
    run(List.of("list"), results::add);
    return results;
  }

  /// Measures rows, one after the other.
  ///
  /// @throws IOException if the process ends otherwise than well
  public void measure(boolean quick, List<String> names, Listener listener)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.add(quick ? "quick" : "full");
    arguments.addAll(names);
    run(arguments, listener);
  }

  /// The process ends with its input, so it does not outlive this one.
  private void run(List<String> arguments, Listener listener)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        listener.found(ReportJson.result(line));
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "The benchmarks ended with exit code %d; they say why above.".formatted(code));
      }
    } finally {
      process.destroy();
    }
  }

  private List<String> command(List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                MAIN));
    command.addAll(arguments);
    return command;
  }
}
