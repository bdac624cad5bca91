package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tandem.pool.MapOptions;
import io.tandem.pool.Mapper;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.TaskTimeoutException;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import io.tandem.value.IntArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One run of a random program on a pool that has run others before. It checks that each future
/// ends as its task did, and notes how often each task and each item may run.
final class Workload {
  private static final Duration LATE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ProcessPool pool;
  private final RunCounts counts;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Mapped> mapped = new ArrayList<>();
  private JvmProcess victim;

  /// A task.
  private static final class Sent {
    final Step.Submit step;
    final int place;
    final CompletableFuture<Integer> future;
    boolean cancelled;

    Sent(Step.Submit step, int place, CompletableFuture<Integer> future) {
      this.step = step;
      this.place = place;
      this.future = future;
    }
  }

  /// Items.
  private record Mapped(Step.Many step, int place, CompletableFuture<List<Integer>> future) {}

  Workload(ProcessPool pool, RunCounts counts) {
    this.pool = pool;
    this.counts = counts;
  }

  /// Runs all steps, and waits for what comes of them.
  void run(List<Step> program) throws Exception {
    for (Step step : program) {
      switch (step) {
        case Step.Submit submit -> submit(submit);
        case Step.Cancel cancel -> cancel(cancel);
        case Step.AwaitStart wait -> awaitStart(wait.back());
        case Step.Many many -> begin(many);
        case Step.Kill kill -> kill(kill.which());
      }
    }
    for (Sent task : sent) {
      check(task);
    }
    for (Mapped items : mapped) {
      check(items);
    }
    if (victim != null) {
      victim.join(); // or it might still start a task of the next program
      Pools.get(pool.submit(() -> 1)); // or its death in a row with others would break the pool
    }
  }

  // ---- steps ----

  private void submit(Step.Submit step) {
    int place = counts.reserve(1, 1 + step.retries());
    TaskOptions options =
        TaskOptions.USUAL.withRetries(step.retries()).withPriority(step.priority());
    if (step.deed() == Step.Deed.HANG) {
      options = options.withTimeout(LATE);
    }
    var future = pool.submit(task(counts.array(), place, step.deed()), options);
    sent.add(new Sent(step, place, future));
  }

  private static Task<Integer> task(IntArray runs, int place, Step.Deed deed) {
    return () -> {
      runs.getAndAdd(place, 1);
      switch (deed) {
        case RETURN -> {}
        case NAP -> TimeUnit.MILLISECONDS.sleep(2);
        case THROW -> throw new IllegalStateException("thrown at " + place);
        case HANG -> new CountDownLatch(1).await();
        case HALT -> Runtime.getRuntime().halt(3);
      }
      return TaskContext.current().attempt();
    };
  }

  private void cancel(Step.Cancel step) {
    if (!sent.isEmpty()) {
      Sent task = sent(step.back());
      task.cancelled |= task.future.cancel(step.interrupt());
    }
  }

  private Sent sent(int back) {
    return sent.get(sent.size() - 1 - back % sent.size());
  }

  private void awaitStart(int back) {
    if (!sent.isEmpty()) {
      Sent task = sent(back);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (counts.array().get(task.place) == 0 && !task.future.isDone()) {
        assertTrue(System.nanoTime() < deadline, () -> "It never starts: " + task.step);
        Thread.onSpinWait();
      }
    }
  }

  private void begin(Step.Many step) {
    int place = counts.reserve(step.items(), 1 + step.retries());
    mapped.add(
        new Mapped(
            step,
            place,
            CompletableFuture.supplyAsync(() -> apply(step, place), Thread::startVirtualThread)));
  }

  private List<Integer> apply(Step.Many step, int place) {
    List<Integer> items = items(step, place);
    Mapper<Integer, Integer> mapper = doubled(counts.array());
    MapOptions options =
        MapOptions.USUAL
            .withChunkSize(step.chunkSize())
            .withTask(TaskOptions.USUAL.withRetries(step.retries()));
    try (Stream<Integer> results =
        switch (step.how()) {
          case MAP -> pool.map(items, mapper, options).stream();
          case STREAM -> pool.stream(items, mapper, options);
          case STREAM_UNORDERED -> pool.streamUnordered(items, mapper, options).sorted();
        }) {
      return results.toList();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> items(Step.Many step, int place) {
    return IntStream.range(place, place + step.items()).boxed().toList();
  }

  private static Mapper<Integer, Integer> doubled(IntArray runs) {
    return item -> {
      runs.getAndAdd(item, 1);
      return 2 * item;
    };
  }

  /// One at most, so that one retry is always enough.
  private void kill(int which) {
    List<JvmProcess> workers =
        JvmProcess.children().stream().filter(c -> c.name().startsWith(pool.name() + "-")).toList();
    if (victim == null && !workers.isEmpty()) {
      victim = workers.get(which % workers.size());
      victim.kill();
    }
  }

  // ---- what comes of them ----

  private void check(Sent task) throws Exception {
    Step.Deed deed = task.step.deed();
    try {
      int attempts = Pools.get(task.future);
      assertTrue(deed == Step.Deed.RETURN || deed == Step.Deed.NAP, task.step::toString);
      counts.requireRuns(task.place, 1, attempts);
    } catch (CancellationException _) {
      assertTrue(task.cancelled, task.step::toString);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case WorkerDiedException _ -> requireDeath(task);
        case TaskTimeoutException _ -> assertEquals(Step.Deed.HANG, deed);
        case IllegalStateException thrown -> {
          assertEquals("thrown at " + task.place, thrown.getMessage());
          assertEquals(Step.Deed.THROW, deed);
        }
        default -> fail(task.step.toString(), e);
      }
    }
    assertEquals(task.cancelled, task.future.isCancelled());
  }

  private void requireDeath(Sent task) {
    boolean halts = task.step.deed() == Step.Deed.HALT;
    if (victim == null) {
      assertTrue(halts, task.step::toString);
      int runs = 1 + task.step.retries();
      counts.requireRuns(task.place, runs, runs);
    } else {
      assertTrue(halts || task.step.retries() == 0, task.step::toString);
    }
  }

  private void check(Mapped items) throws Exception {
    try {
      List<Integer> expected =
          items(items.step, items.place).stream().map(item -> 2 * item).toList();
      assertEquals(expected, Pools.get(items.future));
      for (int i = 0; i < items.step.items(); i++) {
        counts.requireRuns(items.place + i, 1, victim == null ? 1 : 1 + items.step.retries());
      }
    } catch (ExecutionException e) {
      assertInstanceOf(WorkerDiedException.class, e.getCause());
      assertTrue(victim != null && items.step.retries() == 0, items.step::toString);
    }
  }
}
