package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.TaskTimeoutException;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import io.tandem.value.IntArray;
import io.tandem.value.LongValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random work while random workers are killed: every future completes, no task is lost, and none
/// runs again without being asked to.
@Timeout(value = 6, unit = TimeUnit.HOURS) // in total: each future has a watchdog of its own
class RandomWorkTest {
  private static final int KILLS = Integer.getInteger("tandem.pool.kills", 200);
  private static final int TASKS_PER_KILL = 20;

  private final long seed = Long.getLong("tandem.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final DeathTimes times = new DeathTimes("random-");

  private final RunCounts runs = new RunCounts(KILLS * TASKS_PER_KILL);
  private final List<TaskOptions> options = new ArrayList<>();
  private final List<CompletableFuture<Integer>> futures = new ArrayList<>();

  private int returned;
  private int thrown;
  private int died;
  private int late;
  private int cancelled;

  @Test
  void everyFutureCompletesAndNoTaskRunsTwiceUnasked() throws Exception {
    try (runs) {
      try (var pool = Pools.small(2).name("random").build()) {
        for (int i = 0; i < KILLS; i++) {
          submitSome(pool);
          if (random.nextInt(4) == 0) {
            killInTask(pool);
          } else {
            killAny();
          }
          Pools.get(pool.submit(() -> 1)); // none survives if three in a row do not get so far
        }
        for (int i = 0; i < futures.size(); i++) {
          check(i);
        }
      }
      runs.requireNoneTooOften();
    }
    System.out.printf(
        "%d kills: %d returned, %d threw, %d died, %d late, %d cancelled, seed %d%n%s%n",
        KILLS, returned, thrown, died, late, cancelled, seed, times);
    assertEquals(KILLS * TASKS_PER_KILL, returned + thrown + died + late + cancelled);
  }

  private void submitSome(ProcessPool pool) {
    for (int i = 0; i < TASKS_PER_KILL; i++) {
      TaskOptions special = randomOptions();
      int place = runs.reserve(1, 1 + special.retries());
      options.add(special);
      futures.add(pool.submit(task(runs.array(), place, random.nextInt(1_000)), special));
      if (random.nextInt(20) == 0) {
        int back = random.nextInt(Math.min(TASKS_PER_KILL, futures.size()));
        futures.get(futures.size() - 1 - back).cancel(random.nextBoolean());
      }
    }
  }

  private TaskOptions randomOptions() {
    TaskOptions options =
        TaskOptions.USUAL.withRetries(random.nextInt(3)).withPriority(random.nextInt(3));
    return random.nextInt(10) == 0 ? options.withTimeout(Duration.ofMillis(30)) : options;
  }

  private static Task<Integer> task(IntArray runs, int place, int kind) {
    return () -> {
      runs.getAndAdd(place, 1);
      if (kind < 2) {
        Runtime.getRuntime().halt(kind);
      }
      if (kind < 50) {
        throw new IllegalStateException("as it happens");
      }
      if (kind < 60) {
        TimeUnit.MILLISECONDS.sleep(kind);
      }
      return place;
    };
  }

  /// While it starts, in or between tasks.
  private void killAny() throws InterruptedException {
    Thread.sleep(random.nextInt(20)); // so that it comes this far
    List<JvmProcess> workers = times.workers();
    if (!workers.isEmpty()) {
      workers.get(random.nextInt(workers.size())).kill();
    }
  }

  private void killInTask(ProcessPool pool) throws Exception {
    LongValue pid = LongValue.create(0);
    CompletableFuture<Integer> endless =
        pool.submit(
            () -> {
              pid.set(ProcessHandle.current().pid());
              new CountDownLatch(1).await();
              return 0;
            });
    times.measure(pid, endless);
    pid.free();
  }

  private void check(int index) throws Exception {
    int most = 1 + options.get(index).retries();
    try {
      assertEquals(index, Pools.get(futures.get(index)));
      runs.requireRuns(index, 1, most);
      returned++;
    } catch (CancellationException _) {
      cancelled++;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case WorkerDiedException _ -> died++;
        case TaskTimeoutException _ -> late++;
        case IllegalStateException _ -> thrown++;
        default -> throw e;
      }
    }
    assertTrue(futures.get(index).isDone());
  }
}
