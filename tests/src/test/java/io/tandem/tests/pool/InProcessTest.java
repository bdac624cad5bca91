package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.BrokenPoolException;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.ProcessPoolBuilder;
import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.TaskTimeoutException;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A pool of threads does all that one of processes does, but for what only a process can.
class InProcessTest extends TasksTest {
  private static final AtomicBoolean GO_ON = new AtomicBoolean();
  private static final AtomicBoolean ENDED = new AtomicBoolean();

  @Override
  ProcessPoolBuilder builder() {
    return Pools.small(2).inProcess();
  }

  @Test
  @Override
  void aTaskRunsElsewhereAndItsResultComesBack() throws Exception {
    int children = JvmProcess.children().size();

    assertEquals(
        ProcessHandle.current().pid(), get(pool().submit(() -> ProcessHandle.current().pid())));
    assertTrue(get(pool().submit(() -> Thread.currentThread().getName())).startsWith("tasks-"));

    assertEquals(children, JvmProcess.children().size());
  }

  @Test
  @Override
  void aTaskThatIgnoresTheInterruptLosesItsWorker() throws Exception {
    Action stubborn =
        () -> {
          while (!GO_ON.get()) {
            Thread.onSpinWait();
          }
          ENDED.set(true);
        };

    thrownBy(
        TaskTimeoutException.class,
        pool().submit(stubborn, TaskOptions.USUAL.withTimeout(Duration.ofMillis(50))));

    for (int i = 0; i < 4; i++) {
      int number = i;
      assertEquals(number, get(pool().submit(() -> number)));
    }
    assertFalse(ENDED.get());
    GO_ON.set(true);
    Awaitility.await().untilTrue(ENDED); // as said: it was not killed
  }

  @Test
  void argumentsAndResultsAreCopies() throws Exception {
    var list = new StringBuilder("mine");

    StringBuilder back = get(pool().submit(() -> list.append(" and yours")));

    assertEquals("mine", list.toString());
    assertEquals("mine and yours", back.toString());
  }

  @Test
  void eachWorkerHasItsStateAndIsReplacedAfterSoManyTasks() throws Exception {
    try (var pool =
        builder()
            .workers(1)
            .maxTasksPerWorker(2)
            .initializer(StringBuilder::new)
            .onExit(() -> System.setProperty("tandem.test.exit", "seen"))
            .build()) {
      List<CompletableFuture<String>> states =
          IntStream.range(0, 4).mapToObj(_ -> pool.submit(InProcessTest::grownState)).toList();

      assertEquals(
          List.of("x", "xx", "x", "xx"), states.stream().map(CompletableFuture::join).toList());
    }

    assertEquals("seen", System.clearProperty("tandem.test.exit"));
  }

  private static String grownState() {
    return TaskContext.current().state(StringBuilder.class).append('x').toString();
  }

  @Test
  void aFailingInitializerBreaksThePool() {
    try (var pool =
        builder()
            .initializer(
                () -> {
                  throw new IllegalStateException("cannot initialize");
                })
            .build()) {
      var broken = thrownBy(BrokenPoolException.class, pool.submit(() -> 1));

      assertEquals("cannot initialize", broken.getCause().getMessage());
    }
  }

  @Test
  void noThreadStaysBehind() throws Exception {
    try (ProcessPool pool = builder().name("gone").build()) {
      assertEquals(1, get(pool.submit(() -> 1)));
      pool.submit(() -> Thread.currentThread().join()).cancel(true);
    }

    Awaitility.await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("gone-")));
  }
}
