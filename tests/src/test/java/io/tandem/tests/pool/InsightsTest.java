package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.MapOptions;
import io.tandem.pool.PoolInsights;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.SlowTask;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.WorkerInsights;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import io.tandem.sync.SharedLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a pool tells of the work it has done.
@Timeout(60)
class InsightsTest {
  private static final long MILLI = 1_000_000;

  record Sum(int first, int second) implements Task<Integer> {
    @Override
    public Integer call() {
      busy(5);
      return first + second;
    }
  }

  @Test
  void aPoolKnowsItsWorkersTimesAndItsSlowestTasksWithTheirArguments() throws Exception {
    long begin = System.nanoTime();
    var pool = Pools.small(1).name("known").initializer(() -> busy(20)).build();
    try (pool) {
      assertEquals(List.of(), pool.insights().workers());
      Pools.get(pool.submit(new Sum(1, 2), TaskOptions.named("sum")));
      String text = "some text";
      Pools.get(pool.submit(() -> busy(40) + text.length()));
      pool.map(List.of("a", "b"), _ -> busy(30), MapOptions.USUAL.withChunkSize(2));
      pool.map(List.of(7), _ -> busy(50));
      var failed = pool.submit(() -> busy(10) / Integer.parseInt("0"));
      assertThrows(CompletionException.class, failed::join);
      for (int i = 0; i < 4; i++) {
        Pools.get(pool.submit(() -> 1));
      }
    }
    Duration all = Duration.ofNanos(System.nanoTime() - begin);

    PoolInsights insights = pool.insights();
    checkWorker(insights.workers().getFirst(), all);
    checkSlowest(insights.slowest());
    assertTrue(insights.toString().startsWith("pool 'known'"), insights::toString);
  }

  private static void checkWorker(WorkerInsights worker, Duration all) {
    assertTrue(worker.worker().startsWith("'known-worker-1' (pid "), worker::worker);
    assertEquals("exit code 0", worker.exit().orElseThrow());
    assertEquals(9, worker.tasks());
    assertTrue(worker.starting().isPositive());
    assertTrue(worker.initializing().toMillis() >= 20);
    assertTrue(worker.working().toMillis() >= 5 + 40 + 60 + 50 + 10);
    Duration sum =
        worker
            .starting()
            .plus(worker.initializing())
            .plus(worker.waiting())
            .plus(worker.working())
            .plus(worker.ending());
    assertTrue(sum.compareTo(all) <= 0, () -> sum + " of " + all);
  }

  private static void checkSlowest(List<SlowTask> slowest) {
    assertEquals(5, slowest.size());
    String arguments = slowest.stream().map(SlowTask::arguments).collect(Collectors.joining("\n"));
    assertTrue(arguments.contains("2 items: \"a\", \"b\""), arguments);
    assertTrue(arguments.contains("7"), arguments);
    assertTrue(arguments.contains("lambda in InsightsTest.aPoolKnows"), arguments);
    assertTrue(arguments.contains("(\"some text\")"), arguments);
    assertTrue(arguments.contains("Sum[first=1, second=2]"), arguments);
    for (int i = 1; i < slowest.size(); i++) {
      assertTrue(slowest.get(i).time().compareTo(slowest.get(i - 1).time()) <= 0);
    }
    SlowTask sum =
        slowest.stream().filter(task -> task.name().isPresent()).findFirst().orElseThrow();
    assertEquals("sum", sum.name().orElseThrow());
    assertEquals(1, sum.id());
  }

  /// Neither in the pool's process nor in the worker, nor where a lock is waited for.
  @Test
  void nothingIsMissedWhereThereIsNoFlightRecorder() throws Exception {
    String[] without = {
      "--limit-modules=java.base,java.logging,java.management,java.desktop,jdk.unsupported",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1"
    };
    var lock = SharedLock.create();
    lock.lock();
    try (var child = JvmProcess.builder().jvmFlags(without).start(() -> runAPool(lock, without))) {
      assertTrue(child.join().isSuccess());
    }
    lock.unlock();
    lock.free();
  }

  private static void runAPool(SharedLock lock, String[] without) throws InterruptedException {
    boolean locked = lock.tryLock(1, TimeUnit.MILLISECONDS);
    try (var pool = ProcessPool.builder().workers(1).jvmFlags(without).build()) {
      pool.submit(() -> Class.forName("jdk.jfr.Event")).join();
    } catch (CompletionException e) {
      System.exit(!locked && e.getCause() instanceof ClassNotFoundException ? 0 : 3);
    }
  }

  /// Keeps the thread running for some milliseconds.
  private static int busy(int millis) {
    long end = System.nanoTime() + millis * MILLI;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return millis;
  }
}
