package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the small programs print; process ids and times differ from run to run.
@Timeout(120)
class DemosTest {
  private static final int MOST_TRIES = 10;
  private static final String WITHOUT_IT =
      "A process ended before the start: the others begin without it.";

  @TempDir Path directory;

  @Test
  void squareAndCubePrintInEitherOrderAndThenDone() {
    List<String> lines = demo("square-and-cube");

    assertEquals(Set.of("Square of 10: 100", "Cube of 10: 1000"), Set.copyOf(lines.subList(0, 2)));
    assertEquals(List.of("Done!"), lines.subList(2, lines.size()));
  }

  @Test
  void processIdsAreTheSameFromInsideAndOutside() {
    List<String> lines = demo("process-ids");

    String main = idAfter("ID of main process: ", lines);
    String p1 = idAfter("ID of process p1: ", lines);
    String p2 = idAfter("ID of process p2: ", lines);
    assertEquals(p1, idAfter("ID of process running worker1: ", lines));
    assertEquals(p2, idAfter("ID of process running worker2: ", lines));
    assertEquals(3, Set.of(main, p1, p2).size());
    assertEquals(
        List.of(
            "Both processes finished execution!",
            "Process p1 is alive: False",
            "Process p2 is alive: False"),
        lines.subList(5, lines.size()));
  }

  @Test
  void aStaticFieldIsNotShared() {
    assertEquals(
        List.of("Result(in process p1): [1, 4, 9, 16]", "Result(in main program): []"),
        demo("no-sharing"));
  }

  @Test
  void theParentReadsWhatTheChildWroteIntoSharedMemory() {
    assertEquals(
        List.of(
            "Result(in process p1): [1, 4, 9, 16]",
            "Sum of squares(in process p1): 30",
            "Result(in main program): [1, 4, 9, 16]",
            "Sum of squares(in main program): 30"),
        demo("shared-squares"));
  }

  @Test
  void oneProcessPutsSquaresAndTheNextTakesThem() {
    assertEquals(
        List.of("Queue elements:", "1", "4", "9", "16", "Queue is now empty!"),
        demo("queue-squares"));
  }

  @Test
  void oneProcessAddsToAListOnAServerAndTheNextReadsIt() {
    List<String> expected = new ArrayList<>(List.of("New record added!", ""));
    for (String record : List.of("Sam 10", "Adam 9", "Kevin 9", "Jeff 8")) {
      String[] parts = record.split(" ");
      expected.addAll(List.of("Name: " + parts[0], "Score: " + parts[1], ""));
    }

    assertEquals(expected, demo("manager-list"));
  }

  @Test
  void messagesGoThroughAPipeInOrder() {
    List<String> lines = demo("pipe-messages");

    assertEquals(List.of("hello", "hey", "hru?", "END"), allAfter("Sent the message: ", lines));
    assertEquals(List.of("hello", "hey", "hru?"), allAfter("Received the message: ", lines));
    assertEquals(7, lines.size());
  }

  @Test
  void processesAndThreadsPutPartsOfASumIntoAQueue() {
    assertSum("10000 : 50005000", demo("process-sums", "multi", "10000"));
    assertSum("10000 : 50005000", demo("process-sums", "single", "10000"));
    assertSum("3 : 6", demo("process-sums", "multi", "3"));
    assertSum("10000 : 50005000", demo("queue-sums", "10000", "--spins=0"));
  }

  @Test
  void aRaceLosesUpdatesAndSaysHowManyAtLeast() {
    List<String> lines = demo("balance-race", "--rounds=4", "--steps=100000", "--processes=3");

    assertTrue(
        lines.stream().limit(4).allMatch(line -> line.matches("Final balance = -?\\d+")),
        lines::toString);
    assertTrue(
        lines.get(4).matches("Lost updates: at least [1-9]\\d* of 1200000"), lines::toString);
  }

  @Test
  void aRaceUnderALockOrInOneStepLosesNothing() {
    var expected = List.of("Final balance = 100", "Lost updates: at least 0 of 20000");

    assertEquals(expected, demo("balance-race", "--lock=lock", "--rounds=1").subList(0, 2));
    assertEquals(expected, demo("balance-race", "--lock=atomic", "--rounds=1").subList(0, 2));
  }

  /// It dies at once, so that most often the others still wait for it.
  @Test
  void aRaceGoesOnWithoutAProcessThatDiedBeforeItBegan() {
    List<String> lines = List.of();
    for (int i = 0; i < MOST_TRIES && !lines.contains(WITHOUT_IT); i++) {
      try (var race = TandemCommand.start(directory, "demo", "balance-race", "--rounds=1")) {
        firstChildOf(race.handle()).destroyForcibly();
        var outcome = race.await();
        assertEquals(0, outcome.exitCode(), outcome.err());
        lines = outcome.lines();
        assertTrue(
            lines.stream().anyMatch(line -> line.startsWith("Lost updates: at least ")),
            lines::toString);
      }
    }
    assertTrue(lines.contains(WITHOUT_IT), lines::toString);
  }

  @Test
  void aLockedBalanceStays() {
    assertEquals(Collections.nCopies(10, "Final balance = 100"), demo("locked-balance"));
  }

  @Test
  void anArrayIsCountedInUnderItsLock() {
    assertEquals(
        List.of(
            "Final Array in shared memory: "
                + "[20000, 20001, 20002, 20003, 20004, 20005, 20006, 20007, 20008, 20009]",
            "b'Hello, World'"),
        demo("locked-array"));
  }

  @Test
  void eachKindOfLockCountsToTwoMillion() {
    List<String> lines = demo("two-locks");

    assertEquals(6, lines.size());
    for (int i = 1; i < 6; i += 2) {
      assertTrue(
          lines.get(i).matches("Final value in shared memory: 2000000 --- \\d+\\.\\d{5} sec"),
          lines::toString);
    }
  }

  @Test
  void threadsAddUpAndACIntWrapsAround() {
    assertSum("10000 : 50005000", demo("thread-sums", "--spins=0"));
    assertSum("3 : 6", demo("thread-sums", "3", "--spins=0"));
    assertSum("10000 : 50005000", demo("thread-counter", "--spins=0"));
    assertSum("100000 : 705082704", demo("thread-counter", "100000", "--spins=0"));
  }

  private static void assertSum(String sum, List<String> lines) {
    assertEquals(1, lines.size());
    assertTrue(
        lines.getFirst().matches("SUM of 0 ~ " + sum + " in \\d+\\.\\d{5} sec"), lines::toString);
  }

  @Test
  void timedProcessesHaveNamesAndIdsOfTheirOwn() {
    List<String> lines = demo("timed-processes", "--work=10", "--spins=0");

    Set<String> ids = idsOf("Starting process: Process_\\d, PID: (\\d+), Timestamp: .*", lines);
    assertEquals(2, ids.size());
    assertEquals(ids, idsOf("Finished process: PID: (\\d+)", lines));
    assertTrue(lines.getLast().matches("Time taken by main: \\d+\\.\\d{4} seconds"));
    assertEquals(5, lines.size());
  }

  @Test
  void timedThreadsAreInOneProcessAndRunInParallel() {
    List<String> lines = demo("timed-threads", "--work=10", "--spins=1");

    Set<String> ids = idsOf("Starting thread: Thread_\\d, PID: (\\d+), Timestamp: .*", lines);
    assertEquals(1, ids.size());
    assertEquals(ids, idsOf("Finished thread: PID: (\\d+)", lines));
    assertTrue(lines.get(4).matches("Time taken by main: \\d+\\.\\d{4} seconds"));
    List<String> table = lines.subList(7, 11);
    for (String who : List.of("1 thread", "2 threads", "1 process", "2 processes")) {
      assertTrue(
          table.stream().anyMatch(row -> row.matches(who + " +\\d+\\.\\d{3} +\\d+\\.\\d")),
          table::toString);
    }
    assertEquals(12, lines.size());
  }

  @Test
  void anUnknownProgramIsAUsageError() {
    assertEquals(2, TandemCommand.run(directory, "demo", "no-such-program").exitCode());
    List<String> listed = TandemCommand.run(directory, "demo").lines();
    assertEquals(37, listed.stream().filter(line -> line.matches(" +prints: .*")).count());
    for (String name : List.of("two-locks", "pool-squares", "pi", "mandelbrot")) {
      assertTrue(listed.stream().anyMatch(line -> line.strip().startsWith(name + " ")), name);
    }
  }

  private List<String> demo(String... nameAndOptions) {
    var arguments = new ArrayList<String>(List.of("demo"));
    arguments.addAll(List.of(nameAndOptions));
    var outcome = TandemCommand.run(directory, arguments.toArray(String[]::new));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    return outcome.lines();
  }

  private static ProcessHandle firstChildOf(ProcessHandle parent) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> parent.children().filter(DemosTest::hasBegun).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /// Before, it is a copy of its parent or a helper of the JDK for a moment.
  private static boolean hasBegun(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("tandem.process="))
        .isPresent();
  }

  private static String idAfter(String prefix, List<String> lines) {
    return String.join(" and ", allAfter(prefix, lines));
  }

  private static List<String> allAfter(String prefix, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private static Set<String> idsOf(String pattern, List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches(pattern))
        .map(line -> line.replaceAll(pattern, "$1"))
        .collect(Collectors.toSet());
  }
}
