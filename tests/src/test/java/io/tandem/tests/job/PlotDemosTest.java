package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.programs.BalanceRace;
import io.tandem.demos.programs.LockLatency;
import io.tandem.demos.programs.LostUpdate;
import io.tandem.demos.programs.QueueLatency;
import io.tandem.demos.programs.ThroughputLadder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/// The programs that draw: their pictures hold what they have printed. One JVM runs them one after
/// the other.
@Timeout(180)
class PlotDemosTest {
  @TempDir static Path directory;

  private static Map<String, List<String>> printed = Map.of();

  /// Runs the programs.
  static final class Programs {
    public static void main(String[] args) {
      run("race", new BalanceRace(), "--lock=NONE", "--rounds=1", "--steps=3000");
      run("update", new LostUpdate());
      run("locks", new LockLatency(), "--steps=2000");
      run("queues", new QueueLatency(), "--elements=1000");
      run("ladder", new ThroughputLadder(), "--messages=2000");
      assertEquals(0, ProcessHandle.current().children().count());
    }

    private static void run(String name, Callable<Integer> program, String... options) {
      System.out.println(DemoPrograms.NEXT + name);
      var arguments = new ArrayList<>(List.of(options));
      arguments.add("--plot=" + name + ".svg");
      assertEquals(0, new CommandLine(program).execute(arguments.toArray(String[]::new)), name);
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
  void theBarsOfTheRaceAreWhatWasCounted() throws Exception {
    List<String> counted = linesLike("race", "\\d process(es)?, .*: \\d+ of \\d+");

    assertEquals(8, counted.size());
    for (String line : counted) {
      boolean mayLose = line.startsWith("2 processes, no lock: ");
      assertTrue(mayLose || line.matches(".*: (3000 of 3000|6000 of 6000)"), line);
    }
    assertEquals(
        counted.stream().map(line -> line.replaceAll(" of \\d+", "")).toList(),
        hints("race").stream().map(hint -> hint.replaceAll("(\\d),(\\d)", "$1$2")).toList());
    assertDraws(
        "race",
        "Processes that read and then write lose updates",
        "Each process adds 1 to one shared counter 3,000 times",
        "the counter at the end",
        "no lock",
        "lock of a file",
        "expected",
        "1 process",
        "2 processes");
  }

  @Test
  void theTimelineIsWhatWasRecordedAroundALostUpdate() throws Exception {
    List<String> events = linesLike("update", " *\\d+ ns  (Ann|Bob) (reads|writes) .*");

    assertTrue(events.stream().anyMatch(line -> line.matches(".* writes -?\\d+ over -?\\d+")));
    assertEquals(
        new HashSet<>(events.stream().map(line -> line.replaceAll(".*(Ann|Bob) ", "")).toList()),
        new HashSet<>(hints("update").stream().map(hint -> hint.replaceAll(", .*", "")).toList()));
    assertDraws(
        "update",
        "How an update is lost",
        "Ann adds 1",
        "the balance",
        "Bob takes 1",
        "reads",
        "writes",
        "writes, and it is lost",
        "time",
        "0 ns");
  }

  @Test
  void theHistogramsHaveTheMediansThatWerePrinted() throws Exception {
    String times = ".*: median \\d.*s, 99 % \\d.*s, longest \\d.*s";
    for (var program : Map.of("locks", 8, "queues", 4).entrySet()) {
      List<String> lines = linesLike(program.getKey(), times);
      assertEquals(program.getValue(), lines.size());
      for (String line : lines) {
        assertDraws(program.getKey(), line.split(": |, (?=longest)"));
      }
    }
    assertDraws("locks", "time of a step", "lock, 2 processes", "median", "99 % are faster");
    assertDraws("queues", "from before put() to after take()", "SharedQueue, asleep");
  }

  @Test
  void theLadderHasTheMediansThatWerePrinted() throws Exception {
    List<String> rungs = linesLike("ladder", ".*: .*B/s \\(.*B/s to .*B/s\\)");

    assertEquals(4, rungs.size());
    assertEquals(
        rungs.stream().map(line -> line.replaceAll(": (.*) \\(.*", ", median: $1")).toList(),
        hints("ladder"));
    assertDraws(
        "ladder",
        "bytes per second",
        "shared memory",
        "pipe",
        "Unix socket",
        "TCP",
        "median",
        "range of all runs");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeTheWork() {
    for (String file : List.of("race.gif", "race", "missing/race.svg", ".")) {
      var outcome = TandemCommand.run(directory, "demo", "balance-race", "--plot", file);

      assertEquals(2, outcome.exitCode());
      assertEquals("", outcome.out());
      assertTrue(
          outcome.err().startsWith("tandem: Invalid value for option '--plot': '" + file + "' "),
          outcome.err());
    }
  }

  @Test
  void whatCannotBeCountedIsRefusedBeforeTheWork() {
    for (String[] wrong :
        List.of(
            new String[] {"lock-latency", "--steps=0"},
            new String[] {"balance-race", "--processes=-1"},
            new String[] {"throughput-ladder", "--messages=many"})) {
      var outcome = TandemCommand.run(directory, "demo", wrong[0], wrong[1]);

      assertEquals(2, outcome.exitCode());
      assertEquals("", outcome.out());
      assertTrue(outcome.err().contains(" is not a number from 1 to 2147483647"), outcome.err());
    }
  }

  @Test
  void withoutFontsAPngIsRefusedBeforeTheWorkAndSaysWhatToInstall() throws Exception {
    Path noFonts = Files.writeString(directory.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    Path home = Files.createDirectory(directory.resolve("home")); // where Java keeps what it found
    List<String> command =
        List.of(
            "env",
            "FONTCONFIG_FILE=" + noFonts,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            "io.tandem.demos.Tandem",
            "demo",
            "balance-race",
            "--plot=race.png");
    try (var race = TandemCommand.start(directory, command)) {
      var outcome = race.await();

      assertEquals(2, outcome.exitCode());
      assertEquals("", outcome.out());
      assertTrue(outcome.err().contains("Java finds no fonts here"), outcome.err());
      assertTrue(outcome.err().contains("apt-get install fontconfig"), outcome.err());
      assertFalse(Files.exists(directory.resolve("race.png")));
    }
  }

  private static List<String> linesLike(String program, String pattern) {
    List<String> lines = printed.get(program);
    assertEquals("Picture: " + program + ".svg", lines.getLast());
    return lines.stream().filter(line -> line.matches(pattern)).toList();
  }

  private static void assertDraws(String program, String... texts) throws Exception {
    List<String> drawn = contents(program, "text");
    for (String text : texts) {
      assertTrue(drawn.contains(text), () -> "'" + text + "' is not in " + drawn);
    }
  }

  /// What the bars and boxes say when they are pointed at.
  private static List<String> hints(String program) throws Exception {
    return contents(program, "polygon").stream().filter(hint -> !hint.isEmpty()).toList();
  }

  private static List<String> contents(String program, String element) throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(directory.resolve(program + ".svg").toFile());
    var elements = svg.getElementsByTagName(element);
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      contents.add(elements.item(i).getTextContent());
    }
    return contents;
  }
}
