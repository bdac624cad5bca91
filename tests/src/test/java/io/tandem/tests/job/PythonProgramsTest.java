package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tandem.demos.programs.BalanceRace;
import io.tandem.demos.programs.Daemons;
import io.tandem.demos.programs.LockedArray;
import io.tandem.demos.programs.LockedBalance;
import io.tandem.demos.programs.ManagerList;
import io.tandem.demos.programs.NoSharing;
import io.tandem.demos.programs.PipeMessages;
import io.tandem.demos.programs.PoolAsync;
import io.tandem.demos.programs.PoolMap;
import io.tandem.demos.programs.PoolSquares;
import io.tandem.demos.programs.ProcessIds;
import io.tandem.demos.programs.ProcessSums;
import io.tandem.demos.programs.QueueSquares;
import io.tandem.demos.programs.QueueSums;
import io.tandem.demos.programs.SharedSquares;
import io.tandem.demos.programs.SquareAndCube;
import io.tandem.demos.programs.ThreadCounter;
import io.tandem.demos.programs.ThreadSums;
import io.tandem.demos.programs.TimedProcesses;
import io.tandem.demos.programs.TimedThreads;
import io.tandem.demos.programs.TwoLocks;
import io.tandem.tests.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// A program prints what the same program in Python prints, process ids and times aside. What takes
/// seconds takes less here, on both sides. The programs in Python are in `src/test/python`.
@Timeout(180)
class PythonProgramsTest {
  private static final Path PYTHON = Path.of("src", "test", "python").toAbsolutePath();

  @TempDir static Path directory;

  private static Map<String, List<String>> printed = Map.of();

  /// @param ordered whether the order of its lines is given
  /// @param size the argument of the program in Python
  /// @param options of ours, for the same size
  private record Program(
      Callable<Integer> ours, boolean ordered, String size, List<String> options) {
    private String name() {
      return new CommandLine(ours).getCommandName();
    }

    private int run() {
      System.out.println(DemoPrograms.NEXT + name());
      return new CommandLine(ours)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .execute(options.toArray(String[]::new));
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Stream<Program> programs() {
    return Stream.of(
        free(new SquareAndCube(), ""),
        free(new ProcessIds(), ""),
        ordered(new NoSharing(), ""),
        ordered(new SharedSquares(), ""),
        ordered(new QueueSquares(), ""),
        ordered(new ManagerList(), ""),
        free(new PipeMessages(), ""),
        ordered(new BalanceRace(), "1", "--rounds=1"),
        ordered(new LockedBalance(), "2", "--rounds=2"),
        free(new PoolSquares(), ""),
        ordered(new ProcessSums(), "10000", "multi", "10000"),
        free(new Daemons(), "0", "--seconds=0"),
        ordered(new LockedArray(), ""),
        ordered(new TwoLocks(), "10000", "--steps=10000"),
        free(new PoolMap(), "0", "--workers=2", "--seconds=0"),
        ordered(new PoolAsync(), "0", "--workers=2", "--seconds=0"),
        ordered(new ThreadSums(), "10000", "10000", "--spins=0"),
        ordered(new ThreadCounter(), "100000", "100000", "--spins=0"),
        ordered(new QueueSums(), "10000", "10000", "--spins=0"),
        free(new TimedProcesses(), "10000", "--work=1", "--spins=0"),
        free(new TimedThreads(), "10000", "--work=1", "--spins=0"));
  }

  private static Program ordered(Callable<Integer> ours, String size, String... options) {
    return new Program(ours, true, size, List.of(options));
  }

  private static Program free(Callable<Integer> ours, String size, String... options) {
    return new Program(ours, false, size, List.of(options));
  }

  /// Runs our programs.
  static final class Ours {
    public static void main(String[] args) {
      programs().forEach(program -> assertEquals(0, program.run(), program::name));
    }
  }

  @BeforeAll
  static void runOurs() {
    Tools.require("python3");
    printed = DemoPrograms.run(Ours.class, directory);
  }

  @AfterAll
  static void forget() {
    printed = Map.of();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void printsWhatTheProgramInPythonPrints(Program program) {
    String file = PYTHON.resolve(program.name() + ".py").toString();
    List<String> command = // unbuffered, it would write a line in pieces
        List.of("env", "-u", "PYTHONUNBUFFERED", "python3", file, program.size);
    try (var python = TandemCommand.start(directory, command)) {
      var outcome = python.await();
      assertEquals(0, outcome.exitCode(), outcome.err());
      assertEquals("", outcome.err());

      List<String> expected = normalized(program, outcome.lines());
      assertFalse(expected.isEmpty());
      assertEquals(expected, normalized(program, ofBoth(printed.get(program.name()))));
    }
  }

  /// Without what only ours print: a third way to count, and what is said of a race.
  private static List<String> ofBoth(List<String> ours) {
    return ours.stream()
        .takeWhile(line -> !line.equals("No lock:") && !line.startsWith("Lost updates: "))
        .toList();
  }

  private static List<String> normalized(Program program, List<String> lines) {
    Stream<String> normalized =
        lines.stream()
            .filter(line -> !line.startsWith("Loading"))
            .map(PythonProgramsTest::withoutIdsAndTimes)
            .map(line -> program.ours instanceof BalanceRace ? withoutNumbers(line) : line);
    return (program.ordered ? normalized : normalized.sorted()).toList();
  }

  private static String withoutIdsAndTimes(String line) {
    return line.replaceAll("(ID|process|ID of .*|id for \\d): \\d+", "$1: #")
        .replaceAll("\\d+\\.\\d+ sec", "# sec")
        .replaceAll("\\d\\d:\\d\\d:\\d\\d", "#");
  }

  private static String withoutNumbers(String line) {
    return line.replaceAll("-?\\d+", "#");
  }
}
