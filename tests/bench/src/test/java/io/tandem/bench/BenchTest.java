package io.tandem.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.Tandem;
import io.tandem.demos.bench.Report;
import io.tandem.demos.bench.ReportJson;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `tandem bench` on rows that take little time.
@Timeout(300)
class BenchTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  private record Outcome(int code, String out, String err) {}

  @AfterEach
  void killWhatHangs() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void everyRowIsListedUnderANameOfItsOwn() throws Exception {
    Outcome outcome = bench(System.getenv("PATH"), "--list");

    List<String> names = outcome.out.lines().map(line -> line.split(" ")[0]).toList();
    assertEquals(0, outcome.code, outcome.err);
    assertTrue(names.contains("ring.32b.agrona"), outcome.out);
    assertEquals(names.size(), new HashSet<>(names).size(), outcome.out);
  }

  @Test
  void figuresAreFoundAndPeersThatAreMissingAreNamed() throws Exception {
    Path json = folder.resolve("figures.json");
    Path html = folder.resolve("page.html");

    Outcome outcome =
        bench(
            "/nowhere",
            "--quick",
            "--only",
            "value.making,list.get.shared,list.get.python,queue.32b.mutex",
            "--json",
            json.toString(),
            "--html",
            html.toString());

    assertEquals(0, outcome.code, outcome.err);
    Report report = ReportJson.report(Files.readString(json));
    assertEquals(
        List.of("queue.32b.mutex", "value.making", "list.get.python", "list.get.shared"),
        report.results().stream().map(each -> each.work().name()).toList());
    assertLeftOut(report, 0, "there is no gcc on the PATH; install it: apt-get install gcc");
    assertMeasured(report, 1);
    assertLeftOut(
        report, 2, "there is no python3 on the PATH; install it: apt-get install python3");
    assertMeasured(report, 3);
    assertTrue(outcome.out.contains("Left out, there is no python3"), outcome.out);
    assertTrue(Files.readString(html).contains("<td class=\"name\">list.get.shared</td>"));
  }

  private static void assertLeftOut(Report report, int row, String why) {
    assertEquals(new LeftOut(why), report.results().get(row).outcome());
  }

  private static void assertMeasured(Report report, int row) {
    var figures = (Figures) report.results().get(row).outcome();
    assertTrue(figures.ours().least() > 0, figures.toString());
    assertTrue(figures.noise() >= 1, figures.toString());
  }

  @Test
  void aNameThatIsNoRowsIsRefusedWithAllThatAre() throws Exception {
    Outcome outcome = bench(System.getenv("PATH"), "--only", "ring.32");

    assertEquals(2, outcome.code);
    assertTrue(outcome.err.startsWith("tandem: There is no row 'ring.32'. Choose"), outcome.err);
    assertTrue(outcome.err.contains("ring.32b.agrona, "), outcome.err);
    assertEquals("", outcome.out);
  }

  @Test
  void nothingIsLeftWhenTheCommandIsKilled() throws Exception {
    Process command = start(System.getenv("PATH"), "--only", "idle.word");
    List<ProcessHandle> others = descendants(command, 4); // the benchmarks, and three JVMs

    command.destroyForcibly();

    for (ProcessHandle other : others) {
      other.onExit().get(60, TimeUnit.SECONDS);
      assertFalse(other.isAlive());
    }
  }

  private static List<ProcessHandle> descendants(Process process, int many) {
    List<ProcessHandle> found = List.of();
    while (found.size() < many) { // until the time limit of the test
      assertTrue(process.isAlive(), "it ended with fewer than " + many + " others");
      found = process.descendants().toList();
      Thread.onSpinWait();
    }
    return found;
  }

  private Outcome bench(String path, String... arguments) throws Exception {
    Process process = start(path, arguments);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private Process start(String path, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tandem.class.getName(),
                "bench"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().put("PATH", path);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
