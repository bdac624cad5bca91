package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A task is the worker's or the pool's, never both's.
@Timeout(30)
class WorkerBlockTest {
  private final Words words = new SegmentWords(Arena.ofAuto().allocate(WorkerLayout.BYTES, 8));
  private final WorkerBlock block = new WorkerBlock(words);

  @Test
  void aTaskThatWasStartedIsNotTakenBack() {
    assertTrue(block.start(1, 100));

    assertEquals(1, block.takeBack(3));

    assertEquals(1, block.started());
    assertEquals(100, block.startedAt());
  }

  @Test
  void aTaskThatWasTakenBackIsNotStartedAndLaterOnesAre() {
    assertEquals(0, block.takeBack(2));

    assertFalse(block.start(1, 0));
    assertFalse(block.start(2, 0));
    assertTrue(block.start(3, 0));
    assertEquals(3, block.started());
  }

  @Test
  void theCountOfTasksMayWrapAround() {
    words.setLong(WorkerLayout.TURN_AT, WorkerLayout.turn(Integer.MAX_VALUE, 7));

    assertTrue(block.start(Integer.MIN_VALUE, 0));
    assertEquals(Integer.MIN_VALUE, block.takeBack(Integer.MIN_VALUE + 1));
    assertFalse(block.start(Integer.MIN_VALUE + 1, 0));
    assertTrue(block.start(Integer.MIN_VALUE + 2, 0));
  }

  @Test
  void theCountPassesOverThePlaceThatIsNoTask() {
    assertEquals(1, WorkerLayout.next(WorkerLayout.NO_TASK));
    assertEquals(1, WorkerLayout.next(-1));
    assertEquals(-1, WorkerLayout.next(-2));
  }

  @Test
  void ofAWorkerAndAPoolInARaceExactlyOneHasATask() throws Exception {
    int tasks = 100_000;
    var run = new BitSet();
    CompletableFuture<Void> worker =
        CompletableFuture.runAsync(
            () -> {
              for (int task = 1; task <= tasks; task++) {
                run.set(task, block.start(task, 0));
              }
            });
    var taken = new BitSet();
    int last = 0;
    while (!worker.isDone()) {
      int through = Math.min(tasks, block.started() + 3);
      int started = block.takeBack(through);
      if (through > Math.max(started, last)) {
        taken.set(Math.max(started, last) + 1, through + 1);
        last = through;
      }
    }
    worker.get();

    assertFalse(run.intersects(taken), "some were run and taken back");
    run.or(taken);
    assertEquals(tasks, run.cardinality());
  }
}
