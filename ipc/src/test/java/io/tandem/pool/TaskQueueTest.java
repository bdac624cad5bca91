package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which task is next, when workers have died too often, and how large chunks become.
class TaskQueueTest {
  private final TaskQueue queue = new TaskQueue();

  @Test
  void higherPrioritiesComeFirstAndEachInOrder() {
    Stream.of(task(1, 0), task(2, 5), task(3, 0), task(4, 5)).forEach(queue::add);

    assertEquals(List.of(2L, 4L, 1L, 3L), drain());
  }

  @Test
  void whatWasTakenBackComesBeforeTheOthersOfItsPriority() {
    queue.add(task(1, 0));
    queue.add(task(2, 1));
    queue.putBack(task(3, 0));

    assertEquals(List.of(2L, 3L, 1L), drain());
  }

  @Test
  void whatIsSettledIsPassedOver() {
    PendingTask cancelled = task(1, 0);
    queue.add(cancelled);
    queue.add(task(2, 0));
    cancelled.settle();
    queue.discount();

    assertEquals(1, queue.size());
    assertEquals(List.of(2L), drain());
    assertNull(queue.poll());
  }

  @Test
  void deathsCountForATimeOnly() {
    var limit = new RestartLimit(2, Duration.ofNanos(100));

    assertEquals(
        List.of(false, false, true, false, false),
        Stream.of(0L, 50L, 60L, 155L, 200L).map(limit::isExceeded).toList());
  }

  @Test
  void chunksGrowStepByStepToWhatTakesTheTargetTime() {
    var measured = new ChunkSize(0);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sizes.add(measured.next());
      measured.measured(measured.next(), measured.next() * 10_000L);
    }

    assertEquals(List.of(1, 4, 16, 64, 200, 200), sizes);
    measured.measured(1, 5_000_000);
    assertEquals(1, measured.next());
    assertEquals(7, new ChunkSize(7).next());
  }

  private static PendingTask task(long number, int priority) {
    var scheduler = ProcessPool.builder().build().scheduler();
    return new PendingTask(
        scheduler, number, new byte[0], TaskOptions.USUAL.withPriority(priority));
  }

  private List<Long> drain() {
    return queue.drain().stream().map(task -> task.number).toList();
  }
}
