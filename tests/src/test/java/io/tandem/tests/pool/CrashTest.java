package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.Action;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.process.Signal;
import io.tandem.process.Task;
import io.tandem.value.IntValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers that die at every stage of a task, on one pool that goes on.
@Timeout(120)
class CrashTest {
  private static final int LARGE = 3 << 20; // more than a pipe holds

  private static ProcessPool pool;

  @BeforeAll
  static void open() {
    pool = Pools.small(2).name("crash").build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({"0", "" + LARGE})
  void anErrorWhileATaskIsEncodedIsTheSubmitters(int bytes) throws Exception {
    var trap = new Trap(Trap.Stage.TASK_ENCODE, Trap.Deed.ERROR, bytes);

    assertThrows(RuntimeException.class, () -> pool.submit(trap::run));
    assertThePoolWorks();
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_DECODE, 0",
    "RUN, 0",
    "RESULT_ENCODE, 0",
    "RESULT_DECODE, 0",
    "RESULT_DECODE, " + LARGE
  })
  void anErrorAtAnyOtherStageIsTheFutures(Trap.Stage stage, int bytes) throws Exception {
    var trap = new Trap(stage, Trap.Deed.ERROR, bytes);

    var error = thrownBy(RuntimeException.class, pool.submit(trap::run));

    assertTrue(error.toString().contains("sprung"), error::toString);
    assertThePoolWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, LARGE})
  void aResultWhoseMemoryIsClosedIsTheFutures(int bytes) throws Exception {
    long pid = pool.submit(() -> ProcessHandle.current().pid()).get();

    for (int i = 0; i < 8; i++) {
      thrownBy(IllegalStateException.class, pool.submit(() -> closedMemory(bytes)));
    }

    assertTrue(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    assertThePoolWorks();
  }

  @Test
  void aClassThatOnlyFailsInTheWorkerIsToldWithItsCause() throws Exception {
    try (var unconfigured = Pools.small(1).jvmFlags("-D" + Configured.NOT + "=true").build()) {
      var error =
          thrownBy(ExceptionInInitializerError.class, unconfigured.submit(Configured.task()));

      assertEquals("no configuration", error.getCause().getMessage());
    }
  }

  static final class Configured {
    static final String NOT = "tandem.tests.unconfigured";

    static {
      if (Boolean.getBoolean(NOT)) {
        throw new IllegalStateException("no configuration");
      }
    }

    static Task<Integer> task() {
      return () -> 1;
    }
  }

  private static MemorySegment closedMemory(int bytes) {
    try (var arena = Arena.ofConfined()) {
      return arena.allocate(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_DECODE, EXIT, 0",
    "TASK_DECODE, HALT, " + LARGE,
    "RUN, EXIT, 0",
    "RUN, HALT, " + LARGE,
    "RESULT_ENCODE, EXIT, 0",
    "RESULT_ENCODE, HALT, " + LARGE
  })
  void aDeathAtAnyStageIsToldWithItsExitCode(Trap.Stage stage, Trap.Deed deed, int bytes)
      throws Exception {
    var trap = new Trap(stage, deed, bytes);

    var died = thrownBy(WorkerDiedException.class, pool.submit(trap::run));

    int code = deed == Trap.Deed.EXIT ? 42 : 43;
    assertEquals(new ExitStatus.Exited(code), died.exitStatus());
    assertEquals(1, died.attempts());
    assertThePoolWorks();
  }

  @Test
  void aKilledWorkersLastWordsAreKept() {
    Action suicide =
        () -> {
          System.err.println("goodbye");
          String pid = "" + ProcessHandle.current().pid();
          new ProcessBuilder("kill", "-9", pid).start().waitFor();
        };

    var died =
        thrownBy(WorkerDiedException.class, pool.submit(suicide, TaskOptions.named("the last")));

    assertEquals(new ExitStatus.Signaled(Signal.KILL.number()), died.exitStatus());
    assertEquals("goodbye", died.stderr());
    assertTrue(
        died.getMessage().startsWith("Task 'the last' was not finished: its worker, 'crash-worker-")
            && died.getMessage().contains("died of signal 9 (SIGKILL)"),
        died::getMessage);
  }

  @Test
  void aWorkerWithoutMemoryDiesAndSaysSo() {
    var died =
        thrownBy(
            WorkerDiedException.class,
            pool.submit(
                () -> {
                  List<long[]> hoard = new ArrayList<>();
                  while (true) {
                    hoard.add(new long[1 << 20]);
                  }
                }));

    assertTrue(died.getMessage().contains("out of memory"), died::getMessage);
  }

  @Test
  void anExitWithTheCodeOfAJvmWithoutMemoryIsAnExit() {
    Action exits = () -> System.exit(3);

    var died = thrownBy(WorkerDiedException.class, pool.submit(exits));

    assertEquals(new ExitStatus.Exited(3), died.exitStatus());
    assertTrue(died.getMessage().contains("died of exit code 3. "), died::getMessage);
  }

  @Test
  void aNativeCrashCostsOneTaskOfAHundred() throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      futures.add(pool.submit(() -> number == 20 ? crash() : number));
    }

    var died = thrownBy(WorkerDiedException.class, futures.remove(20));

    assertEquals(new ExitStatus.Signaled(Signal.SEGV.number()), died.exitStatus());
    assertTrue(died.getMessage().contains("its JVM wrote /"), died::getMessage);
    assertTrue(Files.deleteIfExists(died.crashFile().orElseThrow()));
    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i < 20 ? i : i + 1, get(futures.get(i)));
    }
  }

  @Test
  void aCrashIsFoundWhereThisJvmHasItsFilesWritten() throws Exception {
    Path directory = Files.createTempDirectory("tandem-crash");
    Action crashes =
        () -> {
          try (var inner = Pools.small(1).build()) {
            var died = thrownBy(WorkerDiedException.class, inner.submit(() -> crash()));
            assertEquals(new ExitStatus.Signaled(Signal.SEGV.number()), died.exitStatus());
            Path file = died.crashFile().orElseThrow();
            assertEquals(directory, file.getParent());
            Files.delete(file);
          }
        };
    JvmProcessBuilder settings =
        JvmProcess.builder().jvmFlags("-XX:ErrorFile=" + directory.resolve("crash_%p.log"));

    try (var child = settings.start(crashes)) {
      assertEquals(new ExitStatus.Exited(0), child.join());
    }
    Files.delete(directory);
  }

  @Test
  void aCrashOfAnEarlierProcessIsNotThisWorkers() throws Exception {
    try (var one = Pools.small(1).build()) {
      long pid = get(one.submit(() -> ProcessHandle.current().pid()));
      Path file = Path.of("hs_err_pid%d.log".formatted(pid));
      Files.writeString(file, "#\n#  SIGSEGV (0xb) at pc=0\n");
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Action ends = () -> Runtime.getRuntime().halt(7);

        var died = thrownBy(WorkerDiedException.class, one.submit(ends));

        assertEquals(new ExitStatus.Exited(7), died.exitStatus());
      } finally {
        Files.delete(file);
      }
    }
  }

  private static int crash() {
    MemorySegment bad = MemorySegment.ofAddress(0xdead_beef_0000L).reinterpret(8);
    bad.set(ValueLayout.JAVA_LONG, 0, 1);
    return 0;
  }

  @Test
  void aTaskThatIsRetriedRunsAgainInAnotherWorker() throws Exception {
    IntValue runs = IntValue.create(0);
    Action dieOnce =
        () -> {
          if (runs.getAndAdd(1) == 0) {
            Runtime.getRuntime().halt(1);
          }
        };

    get(pool.submit(dieOnce, TaskOptions.USUAL.withRetries(1)));

    assertEquals(2, runs.get());
    runs.free();
  }

  @Test
  void aTaskThatKillsEveryWorkerIsGivenUpByName() {
    Action poison = () -> Runtime.getRuntime().halt(1);

    var died =
        thrownBy(
            WorkerDiedException.class,
            pool.submit(poison, TaskOptions.named("poison").withRetries(2)));

    assertEquals(3, died.attempts());
    assertTrue(
        died.getMessage().startsWith("Task 'poison' is given up: each of the 3 workers"),
        died::getMessage);
  }

  @Test
  void whatCannotBeSentIsRejectedAtOnceByName() {
    Object lock = new Object();

    var rejected =
        assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> lock.hashCode()));

    assertTrue(
        rejected.getMessage().contains("a java.lang.Object, which cannot cross"),
        rejected::getMessage);
  }

  private static void assertThePoolWorks() throws Exception {
    assertEquals(42, get(pool.submit(() -> 42)));
  }
}
