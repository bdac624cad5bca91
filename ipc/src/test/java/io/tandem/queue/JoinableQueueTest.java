package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A joinable queue, used by threads of one process.
class JoinableQueueTest extends BlockingQueueContract {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("tasks");

  @Override
  protected <E> BlockingQueue<E> make(int capacity) {
    return JoinableQueue.create(scope, QueueOptions.DEFAULT.withMessages(capacity));
  }

  @Override
  protected <E> BlockingQueue<E> again(BlockingQueue<E> queue) {
    return SharedQueueTest.copy(queue);
  }

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void joinWaitsUntilAllTasksAreDone() throws Exception {
    JoinableQueue<Integer> queue = JoinableQueue.create(scope, QueueOptions.DEFAULT);
    queue.join();
    queue.putAll(List.of(1, 2));
    var begins = new CountDownLatch(1);
    var joined =
        CompletableFuture.runAsync(
            () -> {
              begins.countDown();
              try {
                SharedQueueTest.copy(queue).join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            Thread.ofPlatform()::start);
    begins.await();

    assertEquals(1, queue.take());
    queue.taskDone();
    assertEquals(1, queue.unfinishedTasks());
    assertEquals(2, queue.take());
    assertFalse(queue.join(Duration.ofMillis(5)));
    assertFalse(joined.isDone());
    queue.taskDone();
    joined.get();
    assertTrue(queue.join(Duration.ZERO));
  }

  @Test
  void moreTasksThanWerePutCannotBeDone() throws Exception {
    JoinableQueue<Integer> queue = JoinableQueue.create(scope, QueueOptions.DEFAULT);
    queue.put(1);
    queue.taskDone();

    var told = assertThrows(IllegalStateException.class, queue::taskDone);

    assertTrue(told.getMessage().startsWith("Cannot finish 1 tasks: 0 are"), told::getMessage);
  }

  @Test
  void anAcknowledgedLeaseIsDoneAndOneGivenBackIsNot() throws Exception {
    JoinableQueue<Integer> queue = JoinableQueue.create(scope, QueueOptions.DEFAULT);
    queue.put(1);
    queue.lease().nack();
    assertEquals(1, queue.unfinishedTasks());
    queue.lease().ack();

    assertTrue(queue.join(Duration.ZERO));
    assertTrue(queue.isEmpty());
  }

  @Test
  void aLeaseWhoseTaskWasCalledDoneIsNotCountedAgain() throws Exception {
    JoinableQueue<Integer> queue = JoinableQueue.create(scope, QueueOptions.DEFAULT);
    queue.put(1);
    try (Lease<Integer> lease = queue.lease()) {
      queue.taskDone();
      var told = assertThrows(IllegalStateException.class, lease::ack);
      assertTrue(told.getMessage().startsWith("Cannot finish 1 tasks: 0 are"), told::getMessage);
    }

    assertEquals(0, queue.unfinishedTasks());
    assertEquals(1, queue.size());
  }

  @Test
  void anImmediateShutdownFinishesWhatItDrops() throws Exception {
    JoinableQueue<Integer> queue = JoinableQueue.create(scope, QueueOptions.DEFAULT);
    queue.putAll(List.of(1, 2, 3));
    assertEquals(1, queue.take());
    queue.lease().nack();
    queue.shutdown(true);

    assertEquals(1, queue.unfinishedTasks());
    queue.taskDone();
    queue.join();
  }

  @Test
  void itIsNotAPlainQueue() {
    JoinableQueue.open(scope, "q", QueueOptions.DEFAULT);

    assertThrows(
        MemoryException.Incompatible.class,
        () -> SharedQueue.open(scope, "q", QueueOptions.DEFAULT));
    JoinableQueue<Integer> queue = JoinableQueue.attach(scope, "q");
    assertEquals(queue, SharedQueueTest.copy(queue));
  }
}
