package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A room goes on whoever is killed in it, and all who are left hear of it.
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ChatRoomTest {
  private static final List<String> TALK =
      List.of(
          "Ann: I am Ann",
          "Bob: I am Bob",
          "Ann: Hello, Bob",
          "Cyd: I am Cyd",
          "Ann: Hello, Cyd",
          "Bob: Hello, Cyd",
          "Host: Bob is gone: signal 9 (SIGKILL)",
          "Dan: I am Dan",
          "Ann: Hello, Dan",
          "Cyd: Hello, Dan",
          "Host: Good night, Cyd",
          "Host: Cyd is gone: exit code 0");

  @TempDir Path directory;

  @AfterEach
  void removeWhatAKilledHostLeft() {
    SharedScope.anonymous(1).close();
  }

  @Test
  void allHearTheSameFromTheirComingToTheirGoing() {
    var outcome = TandemCommand.run(directory, "demo", "chat-room");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("", outcome.err());
    assertEquals(
        Stream.concat(TALK.stream(), Stream.of(heard("Ann", 12), heard("Cyd", 8), heard("Dan", 5)))
            .sorted()
            .toList(),
        outcome.lines().stream().sorted().toList());
    assertEquals(TALK.getFirst(), outcome.lines().getFirst());
    assertEquals(
        TALK.subList(6, 8), outcome.lines().stream().filter(TALK.subList(6, 8)::contains).toList());
  }

  /// Also one who has not come yet: it is killed as soon as there is a process.
  @ParameterizedTest
  @CsvSource({
    "Ann, Ann: I am Ann",
    "Bob, Bob: I am Bob",
    "Ann, 'Bob: Hello, Cyd'",
    "Dan, Host: Bob is gone: signal 9 (SIGKILL)"
  })
  void theOthersHearOfADeathAndGoOn(String name, String after) {
    try (var room = start()) {
      room.awaitLine(after);
      JobProcesses.awaitOne(room.handle(), name).destroyForcibly();
      var outcome = room.await();

      assertEquals(0, outcome.exitCode(), outcome.err());
      List<String> lines = outcome.lines();
      assertTrue(lines.contains("Host: " + name + " is gone: signal 9 (SIGKILL)"), outcome.out());
      assertTrue(lines.contains("Host: Cyd is gone: exit code 0"), outcome.out());
      for (String other : List.of("Ann", "Cyd", "Dan")) {
        assertEquals(
            !other.equals(name),
            lines.stream()
                .anyMatch(line -> line.matches(other + " heard \\d+ lines, lost 0 bytes")),
            outcome.out());
      }
    }
  }

  @Test
  void guestsLeaveWithAHostThatIsKilled() throws Exception {
    try (var room = start()) {
      room.awaitLine("Bob: Hello, Cyd");
      List<ProcessHandle> guests = JobProcesses.await(room.handle(), 2).all();
      assertTrue(guests.size() >= 2, guests::toString);
      room.handle().destroyForcibly();
      for (ProcessHandle guest : guests) {
        guest.onExit().get(60, TimeUnit.SECONDS);
      }
    }
  }

  private TandemCommand start() {
    return TandemCommand.start(directory, "demo", "chat-room");
  }

  private static String heard(String name, int lines) {
    return name + " heard " + lines + " lines, lost 0 bytes";
  }
}
