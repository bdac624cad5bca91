package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.LogLine;
import io.tandem.pool.MapOptions;
import io.tandem.pool.PoolProgress;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.RunningTask;
import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.process.Action;
import io.tandem.sync.SharedEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a pool tells while it works: how far it is, and what its tasks log.
@Timeout(60)
class ReportsTest {
  private final Queue<PoolProgress> heard = new ConcurrentLinkedQueue<>();
  private final Queue<LogLine> lines = new ConcurrentLinkedQueue<>();
  private PoolProgress latest = new PoolProgress("none", 0, 0, 0, 0, List.of());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progressAndLinesOfTasksComeToTheListeners(boolean inProcess) throws Exception {
    try (var pool =
        (inProcess ? Pools.small(1).inProcess() : Pools.small(1))
            .name("told")
            .onProgress(this::hear)
            .onLog(lines::add)
            .onExit(() -> TaskContext.current().log("bye"))
            .build()) {
      List<Integer> items = IntStream.range(0, 100).boxed().toList();
      assertThrows(
          CompletionException.class,
          () -> pool.map(items, i -> i / (i % 10), MapOptions.USUAL.withChunkSize(7)));
      assertEquals(counts(100, 90, 10, 0), counts(latest)); // before the map returns

      aTaskSaysHowFarItIs(pool);
      assertEquals(counts(102, 91, 10, 1), counts(pool.progress()));
    }

    assertEquals(counts(102, 91, 10, 1), counts(latest));
    assertTrue(heard.stream().allMatch(now -> now.total() >= now.over()), heard::toString);
    assertEquals(100, heard.peek().total()); // as a list has a size
    assertTrue(
        heard.stream()
            .flatMap(now -> now.running().stream())
            .anyMatch(task -> task.fraction().equals(OptionalDouble.of(0.25))));
    assertEquals(List.of("begun", "half done", "bye"), lines.stream().map(LogLine::text).toList());
    String text = lines.peek().toString();
    assertTrue(text.matches("'told-worker-1' \\((pid \\d+|a thread)\\), task 'slow': begun"), text);
  }

  private void hear(PoolProgress now) {
    heard.add(now);
    latest = now;
  }

  private void aTaskSaysHowFarItIs(ProcessPool pool) throws Exception {
    var go = SharedEvent.create();
    var slow =
        pool.submit(
            () -> {
              TaskContext context = TaskContext.current();
              context.log("begun");
              assertThrows(IllegalArgumentException.class, () -> context.progress(1.5));
              assertThrows(IllegalArgumentException.class, () -> context.progress(2, 1));
              context.progress(1, 4);
              assertTrue(go.await(Duration.ofSeconds(30)));
              context.progress(0.5);
              context.log("half done");
            },
            TaskOptions.named("slow"));
    var cancelled = pool.submit(() -> 1);
    cancelled.cancel(false);
    assertThrows(CancellationException.class, cancelled::join);
    Awaitility.await()
        .until(() -> latest.running().stream().anyMatch(task -> task.fraction().orElse(0) == 0.25));
    RunningTask running = pool.progress().running().getFirst();
    assertEquals("slow", running.name().orElseThrow());
    assertTrue(running.worker().startsWith("'told-worker-1'"));
    go.set();
    Pools.get(slow);
    go.free();
  }

  private static List<Long> counts(long total, long done, long failed, long cancelled) {
    return List.of(total, done, failed, cancelled);
  }

  private static List<Long> counts(PoolProgress now) {
    return counts(now.total(), now.done(), now.failed(), now.cancelled());
  }

  @Test
  void aSlowListenerDoesNotHoldThePoolUp() throws Exception {
    var slow = new CompletableFuture<Boolean>();
    try (var pool =
        Pools.small(1)
            .onLog(
                line -> {
                  lines.add(line);
                  slow.join();
                })
            .build()) {
      Action talk =
          () -> {
            for (int i = 0; i < 20_000; i++) {
              TaskContext.current().log("line " + i);
            }
          };
      Pools.get(pool.submit(talk));
      slow.complete(true);
    }

    String last = lines.stream().skip(lines.size() - 1).findFirst().orElseThrow().text();
    assertTrue(last.endsWith(" lines were dropped"), last);
    int dropped = Integer.parseInt(last.substring(0, last.indexOf(' ')));
    assertEquals(20_000, lines.size() - 1 + dropped);
    assertTrue(dropped > 9_000, last);
  }
}
