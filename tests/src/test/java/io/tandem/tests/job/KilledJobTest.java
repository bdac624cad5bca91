package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.job.TandemCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A job whose processes are killed: it never hangs, and every word is counted once, as long as one
/// of each kind is left.
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class KilledJobTest {
  private static final int KILLS = Integer.getInteger("tandem.kills", 3);
  private static final int COPIES = 4;
  private static final int LARGE_COPIES = 4; // more than the rings hold

  @TempDir private static Path directory;
  private static Path texts;
  private static Path large;
  private static String expected;

  /// Some files of many units, one of them with many different words, and a tree of small ones.
  @BeforeAll
  static void writeTextsAndCountThem() throws IOException {
    texts = Files.createDirectory(directory.resolve("texts"));
    String text = words(250_000, 5_000);
    for (int copy = 0; copy < COPIES; copy++) {
      Files.writeString(texts.resolve(copy + ".txt"), text);
    }
    large = Files.writeString(texts.resolve("0-first-and-large.txt"), text.repeat(LARGE_COPIES));
    Files.writeString(texts.resolve("different.txt"), words(120_000, 120_000));
    expected = countsOf(TandemCommand.run(directory, arguments("--single")));
  }

  private static String words(int count, int different) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("word").append(i % different).append(i % 7 == 6 ? '\n' : ' ');
    }
    return text.toString();
  }

  @AfterEach
  void removeWhatKilledProcessesLeft() {
    SharedScope.anonymous(1).close();
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,3"})
  void othersDoTheWorkOfAKilledProcess(int producers, int consumers) {
    var random = new Random(42);
    int lost = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (var job = start(producers, consumers)) {
        var processes = JobProcesses.await(job.handle(), producers + consumers);
        park(random.nextInt(500));
        killOneOf(processes.all(), random);
        lost += assertExact(job.await());
      }
    }
    assertTrue(lost > 0, "No kill came before its job was done: use a larger text.");
  }

  @Test
  void allButOneOfEachKindMayDieOneAfterTheOther() {
    var random = new Random(43);
    try (var job = start(3, 3)) {
      var processes = JobProcesses.await(job.handle(), 6);
      for (String role : List.of("producer", "consumer", "consumer", "producer")) {
        park(random.nextInt(200));
        killOneOf(processes.of(role), random);
      }
      assertEquals(4, assertExact(job.await()));
    }
  }

  @Test
  void theReaderOfALargeFileMayDieInTheMiddleOfIt() {
    try (var job = start(2, 2)) {
      var processes = JobProcesses.await(job.handle(), 4);
      signal("STOP", processes.of("consumer")); // so the reader waits for room in their rings
      processes.readerOf(large).destroyForcibly();
      signal("CONT", processes.of("consumer"));
      assertEquals(1, assertExact(job.await()));
    }
  }

  @Test
  void aConsumerMayDieWhileItSendsItsCounts() {
    try (var job = start(2, 2)) {
      var processes = JobProcesses.await(job.handle(), 4);
      signal("STOP", List.of(job.handle())); // so nobody takes the counts
      JobProcesses.awaitQuiet(processes.all());
      processes.of("consumer").getFirst().destroyForcibly();
      signal("CONT", List.of(job.handle()));
      assertEquals(1, assertExact(job.await()));
    }
  }

  @Test
  void stoppedProcessesAreWaitedFor() {
    try (var job = start(2, 2)) {
      var processes = JobProcesses.await(job.handle(), 4);
      signal("STOP", processes.of("consumer"));
      var reader = List.of(processes.readerOf(large));
      signal("STOP", reader);
      signal("CONT", processes.of("consumer").subList(0, 1));
      park(2_000);
      assertTrue(job.handle().isAlive());
      signal("CONT", reader);
      park(500);
      assertTrue(job.handle().isAlive());
      signal("CONT", processes.of("consumer"));
      assertEquals(0, assertExact(job.await()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"producer", "consumer"})
  void withoutAnyOfAKindThereIsNoTotal(String role) {
    try (var job = start(2, 2)) {
      JobProcesses.await(job.handle(), 4).of(role).forEach(ProcessHandle::destroyForcibly);
      var outcome = job.await();

      assertEquals(3, outcome.exitCode(), outcome.err());
      String one = role + "-%d \\(pid \\d+\\) was killed by SIGKILL";
      assertTrue(
          outcome
              .err()
              .matches(
                  "(?s).*tandem: %s; %s. No %s is left, so there is no total. Run the job again.\n"
                      .formatted(one.formatted(1), one.formatted(2), role)),
          outcome.err());
      assertTrue(outcome.out().startsWith("{\"lost\":[{\"role\":\"" + role), outcome.out());
    }
  }

  @Test
  void anInterruptedJobLeavesNoProcess() throws Exception {
    try (var job = start(2, 2)) {
      var children = JobProcesses.await(job.handle(), 4).all();
      job.handle().destroy();
      assertEquals(143, job.await().exitCode());
      for (ProcessHandle child : children) {
        child.onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static TandemCommand start(int producers, int consumers) {
    return TandemCommand.start(
        directory, arguments("--producers", "" + producers, "--consumers", "" + consumers));
  }

  private static String[] arguments(String... more) {
    var sources = Path.of("../core/src").toAbsolutePath().normalize();
    return Stream.of(
            Stream.of("run", "--json", "--top", "1000000"),
            Stream.of(more),
            Stream.of(texts.toString(), sources.toString()))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private static void park(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static void killOneOf(List<ProcessHandle> processes, Random random) {
    if (!processes.isEmpty()) {
      processes.get(random.nextInt(processes.size())).destroyForcibly();
    }
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    processes.forEach(process -> JobProcesses.signal(name, process));
  }

  /// Asserts that the counts are those of one thread, and that whoever was lost is named. Returns
  /// how many were.
  private static int assertExact(Outcome outcome) {
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(expected, countsOf(outcome));
    String lost = outcome.out().replaceFirst("(?s).*\"lost\":", "");
    int count = lost.split("\"how\":\"was killed by SIGKILL\"", -1).length - 1;
    assertEquals(
        count, outcome.err().split("SIGKILL; the others do its work", -1).length - 1, lost);
    return count;
  }

  /// Files, lines, bytes, words, different words, and how often each occurs.
  private static String countsOf(Outcome outcome) {
    return outcome
        .out()
        .replaceFirst("(?s)\"messages\".*\"top\"", "\"top\"")
        .replaceFirst("(?s)\"processes\".*", "");
  }
}
