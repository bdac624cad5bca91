package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the small programs print; process ids and times differ from run to run.
@Timeout(120)
class DemosTest {
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
  void timedProcessesHaveNamesAndIdsOfTheirOwn() {
    List<String> lines = demo("timed-processes");

    Set<String> ids = idsOf("Starting process: Process_\\d, PID: (\\d+), Timestamp: .*", lines);
    assertEquals(2, ids.size());
    assertEquals(ids, idsOf("Finished process: PID: (\\d+)", lines));
    assertTrue(lines.getLast().matches("Time taken by main: \\d+\\.\\d{4} seconds"));
    assertEquals(5, lines.size());
  }

  @Test
  void timedThreadsAreInOneProcessAndRunInParallel() {
    List<String> lines = demo("timed-threads");

    Set<String> ids = idsOf("Starting thread: Thread_\\d, PID: (\\d+), Timestamp: .*", lines);
    assertEquals(1, ids.size());
    assertEquals(ids, idsOf("Finished thread: PID: (\\d+)", lines));
    assertTrue(lines.get(4).matches("Time taken by main: \\d+\\.\\d{4} seconds"));
    assertTrue(lines.get(5).matches("Two threads took \\d+\\.\\d times as long as one; .*"));
    assertEquals(6, lines.size());
  }

  @Test
  void anUnknownProgramIsAUsageError() {
    assertEquals(2, TandemCommand.run(directory, "demo", "no-such-program").exitCode());
    assertNotEquals("", TandemCommand.run(directory, "demo").out());
  }

  private List<String> demo(String name) {
    var outcome = TandemCommand.run(directory, "demo", name);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    return outcome.lines();
  }

  private static String idAfter(String prefix, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .collect(Collectors.joining(" and "));
  }

  private static Set<String> idsOf(String pattern, List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches(pattern))
        .map(line -> line.replaceAll(pattern, "$1"))
        .collect(Collectors.toSet());
  }
}
