package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A job whose processes are killed at random moments: it never hangs and is never wrong.
@Timeout(300)
class KilledJobTest {
  private static final int KILLS = Integer.getInteger("tandem.kills", 20);
  private static final int COPIES = 24;
  private static final String COUNT = "\"words\":" + 250_000L * COPIES + ",";

  @TempDir Path directory;

  private Path texts;

  @BeforeEach
  void writeTexts() throws IOException {
    texts = Files.createDirectory(directory.resolve("texts"));
    var text = new StringBuilder();
    for (int i = 0; i < 250_000; i++) {
      text.append("word").append(i % 5_000).append(i % 7 == 6 ? '\n' : ' ');
    }
    for (int copy = 0; copy < COPIES; copy++) {
      Files.writeString(texts.resolve(copy + ".txt"), text);
    }
  }

  @AfterEach
  void removeWhatKilledProcessesLeft() {
    SharedScope.anonymous(1).close();
  }

  @Test
  void aKilledProcessEndsTheJobOrLeavesItRight() {
    var random = new Random(42);
    int lost = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (var job = TandemCommand.start(directory, arguments())) {
        killOne(job.handle(), random);
        var outcome = job.await();
        if (outcome.exitCode() == 3) {
          lost++;
          assertTrue(
              outcome.err().matches("(?s).*(producer|consumer)-[12] \\(pid \\d+\\).*SIGKILL.*"),
              outcome.err());
          assertTrue(outcome.out().startsWith("{\"lost\":[{\"role\":"), outcome.out());
        } else {
          assertEquals(0, outcome.exitCode(), outcome.err());
          assertTrue(outcome.out().contains(COUNT), outcome.out());
        }
      }
    }
    assertTrue(lost > 0, "No kill came before its job was done: use a larger text.");
  }

  @Test
  void anInterruptedJobLeavesNoProcess() throws Exception {
    try (var job = TandemCommand.start(directory, arguments())) {
      var children = awaitChildren(job.handle());
      job.handle().destroy();
      assertEquals(143, job.await().exitCode());
      for (ProcessHandle child : children) {
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  private String[] arguments() {
    return new String[] {"run", "--json", "--producers", "2", "--consumers", "2", texts.toString()};
  }

  private static void killOne(ProcessHandle job, Random random) {
    List<ProcessHandle> children = awaitChildren(job);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(700)));
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  /// Waits for the first child, or for the end of the job.
  private static List<ProcessHandle> awaitChildren(ProcessHandle job) {
    return IntStream.range(0, 60_000)
        .mapToObj(
            _ -> {
              LockSupport.parkNanos(1_000_000);
              return job.children().toList();
            })
        .dropWhile(children -> children.isEmpty() && job.isAlive())
        .findFirst()
        .orElseThrow();
  }
}
