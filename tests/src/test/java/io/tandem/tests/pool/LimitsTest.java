package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Function;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import io.tandem.pool.BrokenPoolException;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.process.Signal;
import io.tandem.sync.SharedEvent;
import io.tandem.tests.process.SignalsTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What the operating system and the JVM grant to workers.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LimitsTest {
  private static final int RLIMIT_FSIZE = 1;
  private static final int RLIMIT_CORE = 4;

  @Test
  void workersRunOnTheProcessorsTheyAreGivenAndLeaveNoCoreDumps() throws Exception {
    List<Integer> own = numbers(allowedCpus(Path.of("/proc/thread-self/status")));
    int last = own.getLast();
    String[] coresBefore = coreLimits();
    setCoreLimit(coresBefore[1], coresBefore[1]);
    try (var pool = Pools.small(1).cpus(last).build()) {
      assertEquals(Set.of("" + last), get(pool.submit(() -> Set.copyOf(allowedCpus()))));
      assertEquals(1, get(pool.submit(() -> Runtime.getRuntime().availableProcessors())));
      assertEquals("0", get(pool.submit(() -> coreLimits()[0])));
      assertEquals(own, numbers(allowedCpus(Path.of("/proc/thread-self/status"))));
    } finally {
      setCoreLimit(coresBefore[0], coresBefore[1]);
    }
  }

  @Test
  void ctrlCIsNotForWorkersButForWhatTheyStart() throws Exception {
    assumeFalse(Boolean.getBoolean("tandem.portable"), "it takes a native call");
    try (var pool = Pools.small(1).build()) {
      Awaitility.await().until(() -> outlastsAnInterrupt(pool)); // soon after its start
      assumeFalse(SignalsTest.ignoresInterrupts(), "a shell has put this JVM into the background");
      assertEquals(Signal.INT.number(), get(pool.submit(LimitsTest::interruptAChild)));
    }
  }

  private static boolean outlastsAnInterrupt(ProcessPool pool) throws Exception {
    long worker = get(pool.submit(() -> ProcessHandle.current().pid()));
    JvmProcess.children().stream()
        .filter(child -> child.pid() == worker)
        .findAny()
        .orElseThrow()
        .interrupt();
    try {
      return get(pool.submit(LimitsTest::pidAfterLongerThanAnExitTakes)) == worker;
    } catch (ExecutionException e) {
      assertInstanceOf(WorkerDiedException.class, e.getCause());
      return false;
    }
  }

  private static long pidAfterLongerThanAnExitTakes() throws InterruptedException {
    Thread.sleep(500); // nothing tells that a signal has no effect
    return ProcessHandle.current().pid();
  }

  /// @return the number of the signal that has ended it
  private static int interruptAChild() throws InterruptedException {
    var started = SharedEvent.create();
    try (var child =
        JvmProcess.start(
            () -> {
              started.set();
              Thread.currentThread().join();
            })) {
      started.await();
      child.interrupt();
      return assertInstanceOf(ExitStatus.Signaled.class, child.join()).number();
    } finally {
      started.free();
    }
  }

  @Test
  void coreDumpsMayBeAskedFor() throws Exception {
    String[] before = coreLimits();
    setCoreLimit(before[1], before[1]);
    try (var pool = Pools.small(1).coreDumps(true).build()) {
      assertEquals(before[1], get(pool.submit(() -> coreLimits()[0])));
    } finally {
      setCoreLimit(before[0], before[1]);
    }
  }

  @Test
  void memoryBeyondTheLimitOfFilesIsRefusedAndNamesIt() throws Exception {
    try (var pool = Pools.small(1).build()) {
      String refused =
          get(
              pool.submit(
                  () -> {
                    setLimit(RLIMIT_FSIZE, 64 << 20, -1);
                    return assertThrows(
                            MemoryException.NoSpace.class, () -> SharedMemory.create(128 << 20))
                        .getMessage();
                  }));

      assertTrue(refused.endsWith("raise the limit (ulimit -f)."), refused);
    }
  }

  @Test
  void processorsThatAreNotThereBreakThePoolAndSaySo() {
    try (var pool = Pools.small(1).cpus(1023).build()) {
      var broken = thrownBy(BrokenPoolException.class, pool.submit(() -> 1));

      assertTrue(
          broken.getCause().getMessage().contains("any of the processors [1023]"),
          () -> "" + broken.getCause());
    }
    assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().cpus());
    assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().cpus(0, 1024));
  }

  @Test
  void aWorkerBeyondItsShareOfTheBudgetIsReplacedAfterItsTask() throws Exception {
    try (var pool =
        ProcessPool.builder()
            .workers(1)
            .memoryBudget(160 << 20)
            .jvmFlags("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .build()) {
      long heap = get(pool.submit(() -> Runtime.getRuntime().maxMemory()));
      assertTrue(heap > 80 << 20 && heap <= 96 << 20, () -> heap + " bytes");
      long modest = get(pool.submit(() -> fill(1 << 20)));
      assertEquals(modest, get(pool.submit(() -> fill(1 << 20))));

      Awaitility.await()
          .pollDelay(Duration.ofMillis(150)) // a worker's memory is looked at from time to time
          .until(() -> get(pool.submit(() -> fill(200 << 20))) == modest);
      assertNotEquals(modest, get(pool.submit(() -> fill(1 << 20))));
    }
  }

  @Test
  void aBudgetThatIsTooSmallForSoManyWorkersIsRefused() {
    var builder = ProcessPool.builder().workers(2).memoryBudget(200 << 20);

    var refused = assertThrows(IllegalArgumentException.class, builder::build);

    assertTrue(
        refused.getMessage().contains("2 workers with a memory budget of 200 MiB: each needs 128"));
    assertThrows(IllegalArgumentException.class, () -> builder.memoryBudget(1 << 20));
  }

  /// Takes memory that is not on the heap, for ever.
  private static long fill(long bytes) {
    Arena.global().allocate(bytes).fill((byte) 1);
    return ProcessHandle.current().pid();
  }

  /// Those of all threads of this process.
  private static Set<String> allowedCpus() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .map(thread -> thread.resolve("status"))
          .filter(Files::exists) // some end meanwhile
          .map(LimitsTest::allowedCpus)
          .collect(Collectors.toSet());
    }
  }

  private static String allowedCpus(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf('\t') + 1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> numbers(String list) {
    return Stream.of(list.split("[,-]")).map(Integer::valueOf).toList(); // the ends of ranges
  }

  private static String[] coreLimits() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith("Max core file size"))
          .map(line -> line.substring("Max core file size".length()).strip().split("\\s+"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void setCoreLimit(String soft, String hard) {
    setLimit(RLIMIT_CORE, limit(soft), limit(hard));
  }

  private static void setLimit(int which, long soft, long hard) {
    int _ =
        Function.getFunction("c", "prlimit", Function.THROW_LAST_ERROR)
            .invokeInt(new Object[] {0, which, new long[] {soft, hard}, null});
  }

  private static long limit(String text) {
    return text.equals("unlimited") ? -1 : Long.parseLong(text);
  }
}
