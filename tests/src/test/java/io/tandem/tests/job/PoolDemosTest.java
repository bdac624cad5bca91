package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.programs.Daemons;
import io.tandem.demos.programs.ImageFilter;
import io.tandem.demos.programs.Mandelbrot;
import io.tandem.demos.programs.MonteCarloPi;
import io.tandem.demos.programs.PoolAsync;
import io.tandem.demos.programs.PoolMap;
import io.tandem.demos.programs.PoolSquares;
import io.tandem.memory.Inspector;
import io.tandem.pool.WorkerView;
import io.tandem.process.JvmProcess;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What the programs print that use pools. One JVM runs them one after the other.
@Timeout(120)
class PoolDemosTest {
  private static final String SQUARES = "[0, 1, 4, 9, 16, 25, 36, 49]";
  private static final String WHERE = ": \\d+ / CPU Core ID: \\d+";

  @TempDir static Path directory;

  private static final Map<String, List<String>> PRINTED = new HashMap<>();

  /// Runs the programs.
  static final class Programs {
    public static void main(String[] args) {
      run("pool-squares", new PoolSquares());
      run("pool-map", new PoolMap(), "--workers=2", "--seconds=0");
      run("one-by-one", new PoolMap(), "--workers=2", "--seconds=0", "--one-by-one");
      run("pool-async", new PoolAsync(), "--workers=1", "--seconds=0");
      run("each", new PoolAsync(), "--workers=1", "--seconds=0", "--each");
      run("daemons", new Daemons(), "--processes=2", "--seconds=0");
      run("sums", new Daemons(), "--processes=1", "--sums");
      run("pi", new MonteCarloPi(), "--parts=20", "--points=10000");
      Thread.ofPlatform().daemon().start(Programs::killWorkers);
      run("mandelbrot", new Mandelbrot(), "--width=300", "--depth=6000", "--out=picture.png");
      Thread.ofPlatform().daemon().start(Programs::killWorkers);
      run("image-filter", new ImageFilter(), "--out=tiles.png");
      run("own-picture", new ImageFilter(), "--in=picture.png", "--reach=0", "--out=same.png");
    }

    private static void run(String name, Callable<Integer> program, String... options) {
      System.out.println(DemoPrograms.NEXT + name);
      assertEquals(0, new CommandLine(program).execute(options));
    }

    private static void killWorkers() {
      Awaitility.await().pollInterval(Duration.ofMillis(5)).until(Programs::someWorkerPaints);
      JvmProcess.children().forEach(JvmProcess::kill);
      System.out.println("killed");
    }

    private static boolean someWorkerPaints() {
      return Inspector.inspect().scopes().stream()
          .flatMap(scope -> scope.contents().stream())
          .filter(contents -> contents.creator().pid() == ProcessHandle.current().pid())
          .flatMap(contents -> contents.objects().stream())
          .flatMap(object -> object.details().stream())
          .anyMatch(details -> details instanceof WorkerView worker && worker.started() > 2);
    }
  }

  @BeforeAll
  static void runAll() {
    PRINTED.putAll(DemoPrograms.run(Programs.class, directory));
  }

  @AfterAll
  static void forget() {
    PRINTED.clear();
  }

  @Test
  void aPoolSquaresAListInOrder() {
    List<String> lines = PRINTED.get("pool-squares");

    assertEquals(
        Set.of("1", "2", "3", "4", "5"),
        lines.stream()
            .limit(5)
            .map(line -> line.replaceAll("Worker process id for (\\d): \\d+", "$1"))
            .collect(Collectors.toSet()));
    assertEquals(List.of("[1, 4, 9, 16, 25]"), lines.subList(5, lines.size()));
  }

  @Test
  void aMapAndCallsOneByOnePrintTheSame() {
    for (String program : List.of("pool-map", "one-by-one")) {
      List<String> lines = PRINTED.get(program);
      assertEquals(8, countOf("Sub-process" + WHERE, lines), lines::toString);
      assertTrue(lines.stream().limit(8).map(PoolDemosTest::process).distinct().count() <= 2);
      assertEquals(List.of(SQUARES), lines.subList(8, lines.size()));
    }
  }

  private static String process(String line) {
    return line.replaceFirst(" /.*", "");
  }

  @Test
  void theMainProgramPrintsLoadingUntilTheResultsAreThere() {
    for (String program : List.of("pool-async", "each")) {
      List<String> lines = PRINTED.get(program);
      assertEquals(SQUARES, lines.getLast());
      assertEquals(lines.size() - 1, countOf("Loading\\.\\.\\.", lines), lines::toString);
    }
  }

  @Test
  void daemonsWorkWhileOnePrintsLoading() {
    List<String> lines = new ArrayList<>(PRINTED.get("daemons"));
    lines.removeIf(line -> line.startsWith("Loading"));

    assertTrue(lines.getFirst().matches("Parent-process" + WHERE), lines::toString);
    assertEquals(2, countOf("Sub-process" + WHERE, lines), lines::toString);
    assertTrue(lines.getLast().matches("Process Done in \\d+\\.\\d sec"), lines::toString);
    assertEquals(4, lines.size());
    assertEquals("Process Done - Result: 5000050000", PRINTED.get("sums").getLast());
  }

  @Test
  void piIsTheSameByAPoolAndByOneThread() {
    assertEquals(
        List.of("A pool: Pi is about 3.149880", "One thread: Pi is about 3.149880"),
        withoutTimes("pi"));
  }

  @Test
  void aPictureIsTheSameByOneThreadAndByAPoolWhoseWorkersAreKilled() throws Exception {
    List<String> lines = withoutTimes("mandelbrot");

    assertTrue(lines.remove("killed"));
    assertEquals(
        List.of(
            "A pool: 15107 pixels inside",
            "One thread: 15107 pixels inside",
            "picture.png: both painted the same"),
        lines);
    BufferedImage picture = ImageIO.read(directory.resolve("picture.png").toFile());
    assertEquals(List.of(300, 200), List.of(picture.getWidth(), picture.getHeight()));
    int black = 0xff000000;
    assertEquals(black, picture.getRGB(215, 100));
    assertEquals(
        15107,
        IntStream.range(0, 300 * 200)
            .filter(i -> picture.getRGB(i % 300, i / 300) == black)
            .count());
  }

  @Test
  void aPictureIsBlurredTheSameByOneThreadAndByAPoolWhoseWorkersAreKilled() throws Exception {
    List<String> lines = withoutTimes("image-filter");

    assertTrue(lines.remove("killed"));
    assertEquals(List.of("A pool", "One thread", "tiles.png: both blurred the same"), lines);
    BufferedImage picture = ImageIO.read(directory.resolve("tiles.png").toFile());
    assertEquals(List.of(1200, 840), List.of(picture.getWidth(), picture.getHeight()));
    assertEquals(0xfff2e8cf, picture.getRGB(30, 30), "in the middle of a tile");
    // Ten of the nineteen columns around it are light, and nine are dark.
    assertEquals(0xff99aa8b, picture.getRGB(59, 30), "at an edge");
  }

  @Test
  void aPictureFromAFileStaysWhereNothingAroundIsLookedAt() throws Exception {
    BufferedImage picture = ImageIO.read(directory.resolve("picture.png").toFile());
    BufferedImage same = ImageIO.read(directory.resolve("same.png").toFile());

    assertEquals("same.png: both blurred the same", PRINTED.get("own-picture").getLast());
    assertTrue(
        IntStream.range(0, 300 * 200)
            .allMatch(i -> picture.getRGB(i % 300, i / 300) == same.getRGB(i % 300, i / 300)));
  }

  private static List<String> withoutTimes(String program) {
    return PRINTED.get(program).stream()
        .map(line -> line.replaceFirst(" --- .*", ""))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static long countOf(String pattern, List<String> lines) {
    return lines.stream().filter(line -> line.matches(pattern)).count();
  }
}
