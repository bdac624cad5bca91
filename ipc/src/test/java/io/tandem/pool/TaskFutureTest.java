package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.process.Task;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the future of a task keeps as long as somebody keeps it.
@Timeout(60)
class TaskFutureTest {
  private static final int LONG = 100_000; // too long to be kept for reports of slow tasks

  private final ProcessPool pool = ProcessPool.builder().inProcess().workers(1).build();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void oneThatIsDoneKeepsNeitherTheTaskNorWhatItWasSentAs() throws Exception {
    byte[] captured = new byte[LONG];
    Submitted submitted = submit(() -> captured.length);

    assertEquals(LONG, submitted.future().get(30, TimeUnit.SECONDS));

    submitted.assertGone();
  }

  @Test
  void oneThatWasCancelledDoesNotEither() {
    byte[] captured = new byte[LONG];
    Submitted running = submit(() -> awaitInterrupt(captured));
    Submitted waiting = submit(() -> captured.length);

    assertTrue(waiting.future().cancel(false));
    assertTrue(running.future().cancel(true));

    waiting.assertGone();
    assertThrows(CancellationException.class, waiting.future()::join);
    running.assertGone();
  }

  @Test
  void oneThatIsSettledHasNoUseForTheMessageBeforeItIsDone() throws Exception {
    var task = new PendingTask(pool.scheduler(), 1, new byte[100], TaskOptions.USUAL);
    var message = new WeakReference<>(task.message);

    task.settle();

    awaitGone(message);
    assertEquals(0, task.message.length);
  }

  @Test
  void oneThatIsSettledInAQueueIsLetGoThoughNobodyTakesTasks() {
    var queue = new TaskQueue();
    var task = new PendingTask(pool.scheduler(), 1, new byte[0], TaskOptions.USUAL);
    queue.add(task);
    var settled = new WeakReference<>(task);
    task.settle();
    task = null;

    queue.discount();

    awaitGone(settled);
    assertEquals(0, queue.size());
  }

  @Test
  void theAnswerIsLetGoWhenItHasBeenReadButNotHowLongTheTaskTook() throws Exception {
    var task = new PendingTask(pool.scheduler(), 1, new byte[0], TaskOptions.USUAL);
    byte[] answer =
        Messages.answer(Messages.RETURNED, 1, 7, Codec.data().encode("result")).toBytes();
    var worker = new Worker(new WorkerThread(null, "none"), 1);
    task.future.settle(new Outcome.Returned(Codec.data(), answer, task, worker));
    var gone = new WeakReference<>(answer);
    answer = null;

    assertEquals("result", task.future.get());

    awaitGone(gone);
    assertEquals(7, task.future.workNanos());
    assertEquals("result", task.future.resultNow());
  }

  private Submitted submit(Task<?> task) {
    TaskCode code = TaskCode.of(task);
    byte[] message = TaskCall.message(code, null, null);
    TaskFuture<Object> future =
        pool.scheduler().submit(message, code.classes(), TaskOptions.USUAL, 1);
    return new Submitted(future, new WeakReference<>(message));
  }

  private static int awaitInterrupt(byte[] captured) throws InterruptedException {
    Thread.currentThread().join(60_000);
    return captured.length;
  }

  private record Submitted(TaskFuture<Object> future, WeakReference<byte[]> message) {
    void assertGone() {
      awaitGone(message);
      Reference.reachabilityFence(future);
    }
  }

  private static void awaitGone(WeakReference<?> part) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!part.refersTo(null)) {
      assertTrue(System.nanoTime() - end < 0, "something still holds it");
      System.gc();
    }
  }
}
