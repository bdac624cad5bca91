package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.MapOptions;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.TaskOutput;
import io.tandem.pool.TaskTimeoutException;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.process.SpareJvms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What becomes of what workers print.
@Timeout(60)
class OutputTest {
  private final Map<String, TaskOutput> outputs = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<TaskOutput> all = new ConcurrentLinkedQueue<>();

  private void note(TaskOutput output) {
    all.add(output);
    output.taskName().ifPresent(name -> outputs.put(name, output));
  }

  /// One pool for all, as each worker costs a JVM.
  @Test
  void whatEachTaskPrintsIsCaptured() throws Exception {
    try (var pool = Pools.small(1).captureOutput(this::note).build()) {
      bothStreamsAreToldBeforeTheResult(pool);
      whatPrintsNothingIsNotTold(pool);
      tasksInALineAreToldApart(pool);
      bytesThatLookLikeAMarkAreText(pool);
      aLongOutputHasItsEnd(pool);
      whatAListenerThrowsIsNotTheTasks(pool);
      aTaskThatRanOutOfTimeIsToldLater(pool);
      aTaskThatTookItsWorkerWithItIsToldLater(pool);
      aDeadWorkersLastWordsAreCaptured(pool);
    }
  }

  private void bothStreamsAreToldBeforeTheResult(ProcessPool pool) throws Exception {
    Action prints =
        () -> {
          System.out.println("to stdout");
          System.err.print("to stderr");
        };

    get(pool.submit(prints, TaskOptions.named("both")));

    TaskOutput output = outputs.get("both");
    assertEquals("to stdout" + System.lineSeparator(), output.stdout());
    assertEquals("to stderr", output.stderr());
    assertEquals(1, output.taskId());
    assertEquals(1, output.attempt());
    assertTrue(output.worker().matches("'.*-worker-1' \\(pid \\d+\\)"), output::worker);
  }

  private void whatPrintsNothingIsNotTold(ProcessPool pool) throws Exception {
    get(pool.submit(() -> 1, TaskOptions.named("silent")));

    assertFalse(outputs.containsKey("silent"));
  }

  private void tasksInALineAreToldApart(ProcessPool pool) throws Exception {
    all.clear();
    List<Integer> numbers = IntStream.range(0, 500).boxed().toList();

    pool.map(numbers, OutputTest::print, MapOptions.USUAL.withChunkSize(1));

    assertEquals(
        numbers.stream().map(n -> "<" + n + ">").collect(Collectors.toSet()),
        all.stream().map(TaskOutput::stdout).collect(Collectors.toSet()));
    assertEquals(500, all.size());
  }

  private static int print(int number) {
    System.out.print("<" + number + ">");
    return number;
  }

  private void bytesThatLookLikeAMarkAreText(ProcessPool pool) throws Exception {
    get(pool.submit(() -> System.out.print("\0\0001234\0"), TaskOptions.named("nul")));

    assertEquals("\0\0001234\0", outputs.get("nul").stdout());
  }

  private void aLongOutputHasItsEnd(ProcessPool pool) throws Exception {
    get(
        pool.submit(
            () -> System.out.print("-".repeat(3 << 20) + "the end"), TaskOptions.named("long")));

    String stdout = outputs.get("long").stdout();
    assertEquals(1 << 20, stdout.length());
    assertTrue(stdout.endsWith("-the end"));
  }

  private void whatAListenerThrowsIsNotTheTasks(ProcessPool pool) throws Exception {
    try (var other =
        Pools.small(1)
            .inProcess()
            .captureOutput(
                _ -> {
                  throw new AssertionError("threads share their process's output");
                })
            .build()) {
      assertEquals(1, get(other.submit(() -> 1)));
    }
    assertEquals(1, get(pool.submit(() -> 1)));
  }

  private void aTaskThatRanOutOfTimeIsToldLater(ProcessPool pool) {
    Action sleeps =
        () -> {
          System.out.print("before");
          Thread.currentThread().join();
        };

    thrownBy(
        TaskTimeoutException.class,
        pool.submit(sleeps, TaskOptions.named("late").withTimeout(Duration.ofMillis(50))));

    Awaitility.await().until(() -> outputs.containsKey("late"));
    assertEquals("before", outputs.get("late").stdout());
  }

  private void aTaskThatTookItsWorkerWithItIsToldLater(ProcessPool pool) {
    Action goesOn =
        () -> {
          System.out.print("stubborn");
          while (true) {
            Thread.onSpinWait();
          }
        };

    thrownBy(
        TaskTimeoutException.class,
        pool.submit(goesOn, TaskOptions.named("stubborn").withTimeout(Duration.ofMillis(50))));

    Awaitility.await().until(() -> outputs.containsKey("stubborn"));
    assertEquals("stubborn", outputs.get("stubborn").stdout());
  }

  private void aDeadWorkersLastWordsAreCaptured(ProcessPool pool) {
    Action dies =
        () -> {
          System.out.println("about to");
          System.err.println("die");
          Runtime.getRuntime().halt(7);
        };

    var died = thrownBy(WorkerDiedException.class, pool.submit(dies, TaskOptions.named("dead")));

    assertEquals("about to", outputs.get("dead").stdout().strip());
    assertEquals("die", outputs.get("dead").stderr().strip());
    assertTrue(died.stderr().endsWith("die"), died::stderr);
  }

  @Test
  void linesBeginWithTheWorkersNameIfAskedFor() throws Exception {
    PrintStream before = System.out;
    var seen = new ByteArrayOutputStream();
    System.setOut(new PrintStream(seen, true));
    try (var pool = Pools.small(1).name("talk").prefixOutput().build()) {
      get(pool.submit(() -> System.out.print("one\ntwo\nno end")));
    } finally {
      System.setOut(before);
    }

    assertEquals(
        List.of("[talk-worker-1] one", "[talk-worker-1] two", "[talk-worker-1] no end"),
        seen.toString().lines().toList());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void workersThatWereSparesAreHeardAllTheSame() throws Exception {
    PrintStream before = System.out;
    var seen = new ByteArrayOutputStream();
    System.setOut(new PrintStream(seen, true));
    SpareJvms.keep(1);
    try (var prefixed = Pools.small(1).name("talk").maxTasksPerWorker(1).prefixOutput().build();
        var captured = Pools.small(1).maxTasksPerWorker(1).captureOutput(this::note).build()) {
      String first = nameOfSpare(prefixed);
      String second = nameOfSpare(captured);

      assertTrue(
          seen.toString().lines().toList().contains("[" + first + "] hello"), seen::toString);
      TaskOutput output =
          all.stream().filter(o -> o.worker().startsWith("'" + second + "'")).findFirst().get();
      assertEquals("hello", output.stdout().strip());
    } finally {
      SpareJvms.keep(0);
      System.setOut(before);
    }
  }

  /// @return the name of the first worker that was a spare, which has said hello
  private static String nameOfSpare(ProcessPool pool) {
    var name = new AtomicReference<String>();
    Awaitility.await()
        .until(
            () -> {
              name.set(get(pool.submit(OutputTest::helloOfSpare)));
              return !name.get().isEmpty();
            });
    return name.get();
  }

  private static String helloOfSpare() throws IOException {
    System.out.println("hello");
    String command = Files.readString(Path.of("/proc/self/cmdline"));
    return command.contains("-Dtandem.process=spare") ? JvmProcess.current().name() : "";
  }
}
