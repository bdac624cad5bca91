package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import io.tandem.ring.RingView;
import io.tandem.tests.job.TandemCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three JVMs in a row trade as one thread does; where one is killed, they say so and end, and what
/// is in the journal is right.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class MatchingEngineTest {
  @TempDir Path directory;

  @AfterEach
  void removeWhatKilledProcessesLeft() {
    SharedScope.anonymous(1).close();
  }

  @Test
  void threeJvmsTradeAsOneThreadDoes() throws IOException {
    var outcome = run("--orders=100000");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    List<String> lines = outcome.lines();
    assertTrue(lines.getFirst().matches("Market: \\d+ trades, \\d+ pieces, last price \\d+"));
    assertEquals("trades.csv: as by one thread", lines.getLast());
    List<String> trades = Files.readAllLines(directory.resolve("trades.csv"));
    assertEquals("Market: " + trades.size(), lines.getFirst().replaceFirst(" trades.*", ""));
    assertTrue(trades.stream().allMatch(trade -> trade.matches("\\d+,\\d+,\\d+,\\d+")));
  }

  @Test
  void noOrdersAreNoTrades() throws IOException {
    var outcome = run("--orders=0");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("Market: 0 trades, 0 pieces, last price 0", outcome.lines().getFirst());
    assertEquals(0, Files.size(directory.resolve("trades.csv")));
  }

  /// While the journal rests, both rings are full, and both stages before it wait for room.
  @ParameterizedTest
  @ValueSource(strings = {"gateway", "engine", "journal"})
  void aStageThatIsKilledAmidOrdersEndsTheRest(String stage) throws IOException {
    try (var market = start("--orders=300000")) {
      ProcessHandle journal = JobProcesses.awaitOne(market.handle(), "journal");
      JobProcesses.signal("STOP", journal);
      JobProcesses.eventually(() -> fullRingsOf(market.handle()) == 2);
      JobProcesses.awaitOne(market.handle(), stage).destroyForcibly();
      if (!stage.equals("journal")) {
        JobProcesses.signal("CONT", journal);
      }

      assertEnded(stage, market.await());
      if (!stage.equals("journal")) {
        assertTrue(Files.size(directory.resolve("trades.csv")) > 0);
      }
    }
  }

  private static long fullRingsOf(ProcessHandle market) {
    return Inspector.inspect().scopes().stream()
        .flatMap(scope -> scope.contents().stream())
        .filter(contents -> contents.creator().pid() == market.pid())
        .flatMap(contents -> contents.objects().stream())
        .flatMap(object -> object.details().stream())
        .filter(details -> details instanceof RingView ring && ring.capacity() - ring.size() < 64)
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "engine", "journal"})
  void aStageThatIsKilledBeforeItBeginsEndsTheRest(String stage) {
    try (var market = start("--orders=300000")) {
      JobProcesses.awaitOne(market.handle(), stage).destroyForcibly();

      assertEnded(stage, market.await());
    }
  }

  private static void assertEnded(String stage, Outcome outcome) {
    List<String> lines = outcome.lines();
    assertEquals(3, outcome.exitCode(), outcome.err() + outcome.out());
    assertTrue(lines.contains(stage + " is gone: signal 9 (SIGKILL)"), outcome.out());
    assertEquals(1, lines.stream().filter(line -> line.contains(" is gone: ")).count());
    assertEquals("trades.csv: the beginning of what one thread does", lines.getLast());
  }

  private Outcome run(String option) {
    return TandemCommand.run(directory, "demo", "matching-engine", option);
  }

  private TandemCommand start(String option) {
    return TandemCommand.start(directory, "demo", "matching-engine", option);
  }
}
