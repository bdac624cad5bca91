package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.Tandem;
import io.tandem.demos.programs.AbaStack;
import io.tandem.demos.programs.BalanceRace;
import io.tandem.demos.programs.CrashHoldingLock;
import io.tandem.demos.programs.DeadlockByOrder;
import io.tandem.demos.programs.LostWakeup;
import io.tandem.demos.programs.SeatRace;
import io.tandem.demos.programs.Starvation;
import io.tandem.demos.programs.TornStruct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Each race shows its effect, and that what mends it does. One JVM runs them one after the other.
@Timeout(180)
class RaceDemosTest {
  @TempDir static Path directory;

  private static Map<String, List<String>> printed = Map.of();

  /// Runs the programs; each says itself, by its exit code, whether it has shown what it should.
  static final class Programs {
    public static void main(String[] args) {
      run("seats", new SeatRace());
      run("struct", new TornStruct());
      run("wakeup", new LostWakeup());
      run("aba", new AbaStack());
      run("starvation", new Starvation());
      run("deadlock", new DeadlockByOrder());
      run("crash", new CrashHoldingLock());
      run("file", new BalanceRace(), "--lock=FILE", "--rounds=1", "--steps=1000");
      assertEquals(0, ProcessHandle.current().children().count());
    }

    private static void run(String name, Callable<Integer> program, String... options) {
      System.out.println(DemoPrograms.NEXT + name);
      assertEquals(0, new CommandLine(program).execute(options), name);
    }
  }

  @BeforeAll
  static void runAll() {
    printed = DemoPrograms.run(Programs.class, directory);
  }

  @AfterAll
  static void forget() {
    printed = Map.of();
  }

  @Test
  void twoClerksWhoCheckAndThenSellSellSomeSeatsTwice() {
    List<String> lines = printed.get("seats");

    assertTrue(number("Without the lock: (\\d+) tickets for 20000 seats", lines.get(0)) > 20000);
    assertEquals("Under the lock: 20000 tickets for 20000 seats", lines.get(1));
    assertExplained(2, lines);
  }

  @Test
  void aRecordThatIsReadPlainlyIsTornAndAWholeOneIsNot() {
    List<String> lines = printed.get("struct");

    assertTrue(number("getPlain and setPlain: (\\d+) torn points of \\d+", lines.get(0)) > 0);
    assertTrue(lines.get(1).startsWith("get and set: 0 torn points of "), lines::toString);
    assertExplained(2, lines);
  }

  @Test
  void aWakeUpIsLostUnlessTheFlagIsLookedAtUnderTheLock() {
    List<String> lines = printed.get("wakeup");

    assertTrue(
        number("Looked without the lock: slept in round (\\d+), although.*", lines.get(0)) > 0);
    assertEquals("Looked under the lock: always woken", lines.get(1));
    assertExplained(2, lines);
  }

  @Test
  void aNodeIsTakenTwiceUnlessChangesAreCounted() {
    List<String> lines = printed.get("aba");

    assertEquals("Without a count: Ann has nodes [1, 2], Bob has node 2", lines.get(0));
    assertEquals("With a count: Ann has nodes [1, 3], Bob has node 2", lines.get(1));
    assertExplained(2, lines);
  }

  @Test
  void readersKeepAWriterOutUnlessTheLockIsFair() {
    List<String> lines = printed.get("starvation");

    long fair = number("Fair lock: \\d+ reads, (\\d+) writes", lines.get(0));
    int last = lines.size() - 4;
    assertTrue(
        number("Readers first: \\d+ reads, (\\d+) writes", lines.get(last)) < fair,
        lines::toString);
    assertExplained(last + 1, lines);
  }

  @Test
  void aDeadlockIsNamedAndEndsWithOneOfItsProcesses() {
    List<String> lines = printed.get("deadlock");

    assertEquals(
        List.of("In different order:", "2 threads wait for each other:"), lines.subList(0, 2));
    for (String line : lines.subList(2, 4)) {
      assertTrue(line.contains("waits for lock '"), line);
      assertTrue(line.contains(", held by process '"), line);
    }
    assertEquals(List.of("Bob has both locks", "In the same order:"), lines.subList(4, 6));
    assertEquals(
        List.of("Ann has both locks", "Bob has both locks"),
        lines.subList(6, 8).stream().sorted().toList());
    assertExplained(8, lines);
  }

  @Test
  void whoLocksAfterADeathIsToldAndRepairs() {
    List<String> lines = printed.get("crash");

    assertEquals("Killed holding the lock: accounts [70, 0], 30 are missing", lines.get(0));
    assertTrue(lines.get(1).startsWith("The next one is told: Cannot lock "), lines.get(1));
    assertEquals("After the repair: accounts [70, 30]", lines.get(2));
    assertTrue(
        List.of("Python: the next one hangs", "Python: there is no python3 to compare with")
            .contains(lines.get(3)),
        lines.get(3));
    assertExplained(4, lines);
  }

  @Test
  void aPythonThatFailsIsNotTakenForAFreeLock() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("bin"));
    Path python = Files.writeString(folder.resolve("python3"), "#!/bin/sh\nexit 1\n");
    assertTrue(python.toFile().setExecutable(true));
    var command = new ArrayList<>(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")));
    command.addAll(TandemCommand.java(Tandem.class.getName(), "demo", "crash-holding-lock"));
    try (var program = TandemCommand.start(directory, command)) {
      List<String> lines = program.await().lines();

      assertEquals("Python: the program failed, and shows nothing", lines.get(3));
    }
  }

  @Test
  void aLockOfAFileKeepsTheBalance() {
    List<String> lines = printed.get("file");

    assertEquals(
        List.of("Final balance = 100", "Lost updates: at least 0 of 2000"), lines.subList(0, 2));
    assertExplained(2, lines);
  }

  /// What is left says why, in at most five lines.
  private static void assertExplained(int from, List<String> lines) {
    List<String> why = lines.subList(from, lines.size());
    assertFalse(why.isEmpty());
    assertTrue(why.size() <= 5, why::toString);
  }

  private static long number(String pattern, String line) {
    assertTrue(line.matches(pattern), line);
    return Long.parseLong(line.replaceAll(pattern, "$1"));
  }
}
