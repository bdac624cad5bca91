package io.tandem.process;

import io.tandem.peer.ExitStep;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A JVM that works for nobody in particular: it gets the time that nobody else wants, says
/// nothing, and ends with this JVM.
final class BackgroundJvm {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final long PATIENCE_SECONDS = 120;

  private static boolean hooked; // guarded by the class, as the others are
  private static boolean closing;
  private static @Nullable Process running;

  private BackgroundJvm() {}

  /// Runs a command to its end.
  ///
  /// @return its exit code
  static int run(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } finally {
      ended();
    }
  }

  private static synchronized Process start(List<String> command) throws IOException {
    if (!hooked) {
      ExitStep.END_CHILDREN.add(BackgroundJvm::stop);
      hooked = true;
    }
    if (closing) {
      throw new IOException("This JVM is shutting down.");
    }
    List<String> line = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      line.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    line.addAll(command);
    var builder = new ProcessBuilder(line);
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    builder.environment().keySet().removeAll(JvmProcessBuilder.FLAG_VARIABLES);
    running = builder.start();
    return running;
  }

  private static synchronized void ended() {
    running = null;
  }

  private static synchronized void stop() {
    closing = true;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
