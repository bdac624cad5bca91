package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.BrokenPoolException;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskContext;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.tests.ChildJvm;
import io.tandem.value.IntValue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How pools begin, break and end.
@Timeout(60)
class LifeTest {
  @Test
  void noWorkerStartsBeforeTheFirstTaskAndCloseWaitsForAll() throws Exception {
    int before = JvmProcess.children().size();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    try (var pool = Pools.small(1).build()) {
      assertEquals(before, JvmProcess.children().size());
      for (int i = 0; i < 50; i++) {
        int number = i;
        futures.add(pool.submit(() -> number));
      }
      pool.shutdown();
      assertTrue(pool.isShutdown());
      assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
    }

    assertEquals(
        IntStream.range(0, 50).boxed().toList(),
        futures.stream().map(CompletableFuture::resultNow).toList());
    assertEquals(before, JvmProcess.children().size());
  }

  @Test
  void shutdownNowEndsWhateverTasksDo() throws Exception {
    var started = SharedEvent.create();
    Action stubborn =
        () -> {
          started.set();
          while (true) {
            Thread.onSpinWait();
          }
        };
    ProcessPool pool = Pools.small(1).build();
    List<CompletableFuture<Void>> futures =
        IntStream.range(0, 1_000).mapToObj(_ -> pool.submit(stubborn)).toList();
    assertTrue(started.await(Duration.ofSeconds(30)));

    assertEquals(999, pool.shutdownNow());

    assertTrue(futures.stream().allMatch(CompletableFuture::isCancelled));
    assertTrue(pool.awaitTermination(Duration.ofSeconds(30)));
    assertTrue(pool.isTerminated());
    started.free();
  }

  @Test
  void shutdownNowCancelsAMapWhateverItHasSubmitted() throws Exception {
    var started = SharedEvent.create();
    ProcessPool pool = Pools.small(1).build();
    var endless =
        pool.mapAsync(
            () -> IntStream.iterate(0, i -> i + 1).iterator(),
            i -> {
              started.set();
              return i;
            });
    assertTrue(started.await(Duration.ofSeconds(30)));

    int _ = pool.shutdownNow();

    assertThrows(CancellationException.class, () -> get(endless));
    assertThrows(RejectedExecutionException.class, () -> pool.map(List.of(1), x -> x));
    assertTrue(pool.awaitTermination(Duration.ofSeconds(30)));
    started.free();
  }

  @Test
  void workersAreInitializedReplacedAfterSoManyTasksAndEndInOrder() throws Exception {
    IntValue began = IntValue.create(0);
    IntValue ended = IntValue.create(0);
    try (var pool =
        Pools.small(1)
            .maxTasksPerWorker(3)
            .initializer(began::incrementAndGet)
            .onExit(() -> ended.addAndGet(TaskContext.current().state(Integer.class)))
            .build()) {
      List<CompletableFuture<Integer>> futures =
          IntStream.range(0, 8)
              .mapToObj(_ -> pool.submit(() -> TaskContext.current().state(Integer.class)))
              .toList();

      for (int i = 0; i < 8; i++) {
        assertEquals(1 + i / 3, get(futures.get(i)));
      }
    }

    assertEquals(3, began.get());
    assertEquals(1 + 2 + 3, ended.get());
    began.free();
    ended.free();
  }

  @Test
  void aFailingInitializerBreaksThePoolWithItsException() {
    try (var pool =
        Pools.small(1)
            .name("hopeless")
            .initializer(
                () -> {
                  throw new IllegalStateException("cannot initialize");
                })
            .build()) {
      var first = pool.submit(() -> 1);
      var second = pool.submit(() -> 2);

      var broken = thrownBy(BrokenPoolException.class, first);

      assertEquals("cannot initialize", broken.getCause().getMessage());
      assertTrue(
          broken.getMessage().startsWith("Pool 'hopeless' is broken: 3 workers in a row"),
          broken::getMessage);
      thrownBy(BrokenPoolException.class, second);
      assertThrows(BrokenPoolException.class, () -> pool.submit(() -> 3));
      var mapped = assertThrows(CompletionException.class, () -> pool.map(List.of(1), x -> x));
      assertInstanceOf(BrokenPoolException.class, mapped.getCause());
      thrownBy(BrokenPoolException.class, pool.mapAsync(List.of(1), x -> x));
      assertTrue(pool.isShutdown());
      Awaitility.await().until(pool::isTerminated); // it has shut itself down
    }
  }

  @Test
  void aJvmThatCannotStartBreaksThePoolWithWhatItSaid() {
    try (var pool = Pools.small(1).jvmFlags("-XX:NoSuchFlag=1").build()) {
      var broken = thrownBy(BrokenPoolException.class, pool.submit(() -> 1));

      assertTrue(broken.getCause() instanceof WorkerDiedException);
      assertTrue(broken.getCause().getMessage().contains("died of exit code 1 before its first"));
    }
  }

  @Test
  void workersThatAreKilledWhileTheyStartOnlyCountAsDeaths() throws Exception {
    IntValue starts = IntValue.create(0);
    Task<Integer> killed =
        () -> {
          int start = starts.incrementAndGet();
          if (start <= 4) {
            String pid = "" + ProcessHandle.current().pid();
            new ProcessBuilder("kill", "-9", pid).start().waitFor();
          }
          return start;
        };
    try (var pool = Pools.small(1).initializer(killed).build()) {
      assertEquals(5, get(pool.submit(() -> TaskContext.current().state(Integer.class))));
    }
    starts.set(0);
    try (var pool =
        Pools.small(1).initializer(killed).restartLimit(1, Duration.ofMinutes(1)).build()) {
      var broken = thrownBy(BrokenPoolException.class, pool.submit(() -> 1));

      assertTrue(broken.getMessage().contains("more than 1 workers died"), broken::getMessage);
    }
    starts.free();
  }

  @Test
  void moreDeathsThanThePoolBearsBreakIt() {
    try (var pool = Pools.small(1).restartLimit(1, Duration.ofMinutes(1)).build()) {
      Action dies = () -> Runtime.getRuntime().halt(1);

      thrownBy(WorkerDiedException.class, pool.submit(dies));
      var second = pool.submit(dies);
      var third = pool.submit(() -> 1);

      thrownBy(WorkerDiedException.class, second);
      thrownBy(BrokenPoolException.class, third);
    }
  }

  @Test
  void anIdleWorkerEndsAndAnotherTakesItsPlace() throws Exception {
    try (var pool = Pools.small(1).idleTimeout(Duration.ofMillis(20)).build()) {
      long first = get(pool.submit(() -> ProcessHandle.current().pid()));

      Awaitility.await().until(() -> ProcessHandle.of(first).isEmpty());

      assertNotEquals(first, get(pool.submit(() -> ProcessHandle.current().pid())));
    }
  }

  @Test
  void oneThatNobodyClosesEndsWithItsProgramAndDropsWhatWaits() throws Exception {
    try (var program = ChildJvm.start(Unclosed.class)) {
      long worker = Long.parseLong(program.awaitLine("worker "));

      assertEquals(List.of("main ends"), program.awaitEnd());
      assertEquals(0, program.process().exitValue());
      Awaitility.await().until(() -> ProcessHandle.of(worker).isEmpty());
    }
  }

  /// A program that gives a pool more than it does.
  static final class Unclosed {
    public static void main(String[] args) {
      var started = SharedEvent.create();
      var pool = Pools.small(1).build();
      var _ =
          pool.submit(
              () -> {
                System.out.println("worker " + ProcessHandle.current().pid());
                started.set();
                new CountDownLatch(1).await();
              });
      for (int i = 0; i < 10; i++) {
        var _ = pool.submit(() -> System.out.println("what waits runs"));
      }
      awaitSet(started);
      System.out.println("main ends");
    }

    private static void awaitSet(SharedEvent event) {
      try {
        event.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void poolsMayBeNestedThreeDeep() throws Exception {
    try (var pool = Pools.small(1).build()) {
      assertEquals("4: refused", get(pool.submit(() -> nest(2))));
    }
  }

  private static String nest(int level) throws Exception {
    if (level > 3) {
      var refused = assertThrows(IllegalStateException.class, () -> Pools.small(1).build());
      assertTrue(refused.getMessage().contains("inside of 3 pools"));
      return level + ": refused";
    }
    try (var pool = Pools.small(1).build()) {
      return get(pool.submit(() -> nest(level + 1)));
    }
  }

  @Test
  void interruptsThatATaskLeavesBehindStopNothing() throws Exception {
    try (var pool = Pools.small(1).build()) {
      long pid = get(pool.submit(LifeTest::interruptMyself));

      for (int i = 0; i < 20; i++) {
        assertEquals(pid, get(pool.submit(() -> ProcessHandle.current().pid())));
      }
    }
  }

  /// Now, and for some moments.
  private static long interruptMyself() {
    Thread worker = Thread.currentThread();
    worker.interrupt();
    Thread.ofPlatform()
        .start(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                worker.interrupt();
                Thread.yield();
              }
            });
    return ProcessHandle.current().pid();
  }

  @Test
  void manyPoolsLeaveNothingBehind() throws Exception {
    int before = JvmProcess.children().size();
    for (int i = 0; i < 20; i++) {
      try (var pool = Pools.small(2).build()) {
        assertFalse(pool.isShutdown());
        if (i % 5 == 0) {
          var future = pool.submit(() -> 1);
          future.cancel(true); // so that its worker is stopped while it starts
        }
      }
    }

    assertEquals(before, JvmProcess.children().size());
  }

  @Test
  void timesMayBeForEver() throws Exception {
    Duration ever = ChronoUnit.FOREVER.getDuration();
    try (var pool =
        Pools.small(1).inProcess().timeout(ever).idleTimeout(ever).restartLimit(5, ever).build()) {
      assertEquals(1, get(pool.submit(() -> 1)));
      assertEquals(2, get(pool.submit(() -> 2)));
    }
  }

  @Test
  void aTaskDoesNotWaitForAWorkerThatStartsWhileAnotherIsIdle() throws Exception {
    var starts = SharedLatch.create(1);
    Task<?> initializer =
        () -> {
          if (JvmProcess.current().name().endsWith("worker-1")) {
            starts.await();
          }
          return null;
        };
    try (var pool = Pools.small(2).name("late").initializer(initializer).build()) {
      byte[] large = new byte[200_000]; // travels apart
      CompletableFuture<String> first =
          pool.submit(() -> JvmProcess.current().name() + " " + large.length);
      CompletableFuture<String> second = pool.submit(() -> JvmProcess.current().name());

      try {
        assertEquals("late-worker-2", get(second));
        assertEquals("late-worker-2 200000", first.get(10, TimeUnit.SECONDS));
      } finally {
        starts.countDown();
      }
    }
    starts.free();
  }

  @Test
  void aContextClassLoaderThatATaskSetsIsItsOwn() throws Exception {
    var sample = new Sample(1);
    try (var pool = Pools.small(1).build()) {
      get(pool.submit(() -> Thread.currentThread().setContextClassLoader(platform())));

      assertEquals(1, get(pool.submit(() -> sample.number())));
    }
  }

  private static ClassLoader platform() {
    return ClassLoader.getPlatformClassLoader(); // knows nothing of this program
  }

  private record Sample(int number) {}

  @Test
  void settingsOutOfRangeAreRefused() {
    var builder = ProcessPool.builder();

    assertThrows(IllegalArgumentException.class, () -> builder.workers(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxTasksPerWorker(0));
    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.name(" "));
    assertThrows(IllegalArgumentException.class, () -> builder.jvmFlags("-cp", "a.jar"));
    Object lock = new Object();
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> builder.initializer(lock::hashCode).build());
    assertTrue(refused.getMessage().contains("java.lang.Object"), refused::getMessage);
  }
}
