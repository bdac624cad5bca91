package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A spare has the task, or nobody has it.
@Timeout(30)
class SpareJvmTest {
  private static final Path SHELL = Path.of("/bin/sh");

  private final JvmCommand command = JvmCommand.of(CodePath.of(List.of()), List.of());
  private final Launch launch =
      Launch.prepare("late", "1", EncodedTask.of("late", () -> {}), command);

  private SpareJvm spare(Process process) {
    var surroundings =
        new Surroundings(Map.of(), null, Redirect.INHERIT, Redirect.INHERIT, List.of());
    var kind = new SpareKind(command, surroundings, List.of());
    return new SpareJvm(kind, process, launch.argFile(), 0);
  }

  private static Process shell(String script) throws IOException {
    assumeTrue(Files.isExecutable(SHELL), "there is no shell");
    return new ProcessBuilder(SHELL.toString(), "-c", script).start();
  }

  @Test
  void oneThatHasEndedWithItsTaskHadIt() throws Exception {
    var process = new SeenLate(shell("read order; exit 5"));

    assertTrue(spare(process).take("late", launch));

    assertFalse(process.isAlive());
    assertEquals(5, process.exitValue());
    launch.release();
  }

  @Test
  void oneThatHasEndedBeforeIsPassedOver() throws Exception {
    Process process = shell("exit 0");
    process.waitFor();

    assertFalse(spare(process).take("late", launch));
    launch.release();
  }

  @Test
  void theFileItWasStartedWithGoesWithItsTask() {
    ArgFile own = ArgFile.create(List.of("-version"));

    Launch started = launch.inSpare(own);

    assertFalse(Files.exists(launch.argFile().path()));
    started.release();
    assertFalse(Files.exists(own.path()));
  }

  /// Whoever writes to it goes on when it has ended.
  private static final class SeenLate extends Process {
    private final Process process;

    SeenLate(Process process) {
      this.process = process;
    }

    @Override
    public OutputStream getOutputStream() {
      return new FilterOutputStream(process.getOutputStream()) {
        @Override
        public void flush() throws IOException {
          super.flush();
          process.onExit().join();
        }
      };
    }

    @Override
    public InputStream getInputStream() {
      return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return process.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
