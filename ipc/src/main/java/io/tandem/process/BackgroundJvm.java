package io.tandem.process;

import io.tandem.peer.ExitStep;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A JVM that works for nobody in particular: it gets the time that nobody else wants, says
/// nothing, and ends with this JVM. What it left is cleared away before.
final class BackgroundJvm {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final long PATIENCE_SECONDS = 120;

  private static final long CLEARING_SECONDS = 2;

  /// Held by whoever has files that are to go, from before there are any until there are none.
  private static final ReentrantLock CLEARED = new ReentrantLock();

  private static boolean hooked; // guarded by the class, as the others are
  private static boolean closing;
  private static @Nullable Process running;

  private BackgroundJvm() {}

  /// Begins what makes files that are to go. From now on the end of this JVM waits until they have.
  static void begin() {
    hook();
    CLEARED.lock();
  }

  private static synchronized void hook() {
    if (!hooked) {
      ExitStep.END_CHILDREN.add(BackgroundJvm::stop);
      hooked = true;
    }
  }

  /// Ends it: they are gone. By the thread that began it.
  static void end() {
    CLEARED.unlock();
  }

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

  private static void stop() {
    kill();
    try {
      boolean _ = CLEARED.tryLock(CLEARING_SECONDS, TimeUnit.SECONDS); // nobody begins any more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static synchronized void kill() {
    closing = true;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
