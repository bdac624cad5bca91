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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random work while random workers are killed: every future completes, no task is lost, and none
/// runs again without being asked to.
@Timeout(value = 6, unit = TimeUnit.HOURS) // in total: each future has a watchdog of its own
class RandomWorkTest {
  private static final int KILLS = Integer.getInteger("tandem.pool.kills", 6);
  private static final int TASKS_PER_KILL = 200;

  private final long seed = Long.getLong("tandem.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private int returned;
  private int thrown;
  private int died;
  private int late;
  private int cancelled;

  @Test
  void everyFutureCompletesAndNoTaskRunsTwiceUnasked() throws Exception {
    try (var pool = Pools.small(2).name("random").build()) {
      for (int i = 0; i < KILLS; i++) {
        round(pool);
      }
    }

    System.out.printf(
        "%d kills: %d returned, %d threw, %d died, %d late, %d cancelled, seed %d%n",
        KILLS, returned, thrown, died, late, cancelled, seed);
    assertEquals(KILLS * TASKS_PER_KILL, returned + thrown + died + late + cancelled);
  }

  private void round(ProcessPool pool) throws Exception {
    IntArray runs = IntArray.create(TASKS_PER_KILL);
    List<TaskOptions> options = new ArrayList<>();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    int killAt = random.nextInt(TASKS_PER_KILL);
    for (int i = 0; i < TASKS_PER_KILL; i++) {
      options.add(randomOptions());
      futures.add(pool.submit(task(runs, i, random.nextInt(1_000)), options.get(i)));
      if (i == killAt) {
        killOne();
      }
      if (random.nextInt(20) == 0) {
        futures.get(random.nextInt(futures.size())).cancel(random.nextBoolean());
      }
    }

    for (int i = 0; i < TASKS_PER_KILL; i++) {
      count(futures.get(i), i);
      int most = 1 + options.get(i).retries();
      int seen = runs.get(i);
      assertTrue(seen <= most, "task %d ran %d times, seed %d".formatted(i, seen, seed));
      boolean ran = !futures.get(i).isCompletedExceptionally();
      assertTrue(seen > 0 || !ran, "task %d never ran, seed %d".formatted(i, seed));
    }
    runs.free();
  }

  private TaskOptions randomOptions() {
    TaskOptions options =
        TaskOptions.USUAL.withRetries(random.nextInt(3)).withPriority(random.nextInt(3));
    return random.nextInt(10) == 0 ? options.withTimeout(Duration.ofMillis(30)) : options;
  }

  private static Task<Integer> task(IntArray runs, int index, int kind) {
    return () -> {
      runs.getAndAdd(index, 1);
      if (kind < 2) {
        Runtime.getRuntime().halt(kind);
      }
      if (kind < 50) {
        throw new IllegalStateException("as it happens");
      }
      if (kind < 60) {
        TimeUnit.MILLISECONDS.sleep(kind);
      }
      return index;
    };
  }

  /// If one is there: they start with the tasks.
  private void killOne() {
    List<JvmProcess> workers =
        JvmProcess.children().stream().filter(c -> c.name().startsWith("random-")).toList();
    if (!workers.isEmpty()) {
      workers.get(random.nextInt(workers.size())).kill();
    }
  }

  private void count(CompletableFuture<Integer> future, int index) throws Exception {
    try {
      assertEquals(index, future.get(60, TimeUnit.SECONDS));
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
  }
}
