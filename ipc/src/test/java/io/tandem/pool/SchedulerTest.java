package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of tasks when a worker is not as it should be.
@Timeout(60)
class SchedulerTest {
  private static final PoolSettings SETTINGS =
      new PoolSettings(
          "odd",
          2,
          new WorkerSettings(
              true, false, List.of(), List.of(), 0, false, false, new OutputListener(null)),
          null,
          null,
          Integer.MAX_VALUE,
          null,
          0,
          5,
          Duration.ofSeconds(10),
          null,
          null,
          null);

  private static final Semaphore STARTED = new Semaphore(0);
  private static final Semaphore FINISH = new Semaphore(0);

  @Test
  void aTaskWhoseWorkerAnswersForAnotherOneIsLostAndSaysSo() throws Exception {
    var scheduler = new Scheduler(SETTINGS, _ -> new Liar());

    Future<?> future = submit(scheduler, () -> 1);

    var thrown = assertThrows(ExecutionException.class, () -> future.get(30, SECONDS));
    var died = assertInstanceOf(WorkerDiedException.class, thrown.getCause());
    assertTrue(
        died.getMessage().contains("; its answer could not be received, see the cause. "),
        died::getMessage);
    Throwable why = died.getCause();
    Throwable root = why.getCause() == null ? why : why.getCause(); // if whoever waited received it
    assertTrue(
        root.getMessage().endsWith("the task at place 2, not 1: its memory was overwritten."),
        root::getMessage);
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(30)));
  }

  @Test
  void aPoolThatHasNoThreadForAWorkerIsBrokenAndEnds() throws Exception {
    var scheduler = new Scheduler(SETTINGS, _ -> new Unstartable());

    var broken = assertThrows(BrokenPoolException.class, () -> submit(scheduler, () -> 1));

    assertEquals("no thread", broken.getCause().getMessage());
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(10)));
  }

  @Test
  void aWorkerThatCannotBeStartedBesideOthersIsDoneWithout() throws Exception {
    var first = new Workplace[] {new WorkerThread(SETTINGS, "only")};
    var scheduler =
        new Scheduler(
            SETTINGS,
            _ -> {
              Workplace next = first[0];
              first[0] = new Unstartable();
              return next;
            });

    List<Future<?>> futures =
        List.of(submit(scheduler, () -> 1), submit(scheduler, () -> 2), submit(scheduler, () -> 3));

    for (int i = 0; i < 3; i++) {
      assertEquals(i + 1, futures.get(i).get(30, SECONDS));
    }
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(10)));
  }

  @Test
  void aWorkerThatGoesOnToItsNextTaskWhileItIsLookedAtRunsOneOrNone() throws Exception {
    STARTED.drainPermits();
    FINISH.drainPermits();
    var scheduler = new Scheduler(SETTINGS, _ -> new Restless());
    Future<?> future = submit(scheduler, SchedulerTest::awaitFinish);
    STARTED.acquire();

    for (int i = 0; i < 10; i++) {
      assertTrue(scheduler.reports().now().running().size() <= 1);
    }

    FINISH.release();
    assertEquals(1, future.get(30, SECONDS));
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(10)));
  }

  @Test
  void helpIsWantedUntilTheDeadlineAndWhileTheWorkerHasTheTask() throws Exception {
    STARTED.drainPermits();
    FINISH.drainPermits();
    var place = new Helped();
    var scheduler = new Scheduler(SETTINGS, _ -> place);
    Future<?> future = submit(scheduler, SchedulerTest::awaitFinish);
    STARTED.acquire();

    assertThrows(TimeoutException.class, () -> future.get(50, MILLISECONDS));
    assertEquals(List.of(true, false), List.of(place.waited, place.waits.getAsBoolean()));

    FINISH.release();
    assertEquals(1, future.get(30, SECONDS));
    assertFalse(place.waits.getAsBoolean()); // of which the deadline is not over
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(10)));
  }

  @Test
  void anExitActionThatGoesOnHasItsTimeFromTheLastTaskOnAndIsGivenUpThen() throws Exception {
    STARTED.drainPermits();
    FINISH.drainPermits();
    var ran = new CompletableFuture<Long>();
    exitAction = () -> ran.complete(nanosUntilInterrupted());
    ProcessPool pool =
        ProcessPool.builder()
            .inProcess()
            .workers(1)
            .idleTimeout(Duration.ofHours(1))
            .onExit(() -> exitAction.run())
            .build();
    var future = pool.submit(SchedulerTest::awaitFinish);
    STARTED.acquire();

    assertTrue(future.cancel(false));
    pool.shutdown();
    CompletableFuture.delayedExecutor(1, SECONDS).execute(FINISH::release);

    assertTrue(pool.awaitTermination(Duration.ofSeconds(40)));
    assertTrue(ran.get(10, SECONDS) >= SECONDS.toNanos(10) - MILLISECONDS.toNanos(200));
  }

  @Test
  void anExitActionIsNoCancelledTask() throws Exception {
    var seen = new CompletableFuture<Boolean>();
    exitAction = () -> seen.complete(TaskContext.current().isCancelled());
    try (var pool =
        ProcessPool.builder().inProcess().workers(1).onExit(() -> exitAction.run()).build()) {
      assertEquals(1, pool.submit(() -> 1).get());
    }

    assertFalse(seen.get(30, SECONDS));
  }

  private static volatile Runnable exitAction = () -> {};

  private static long nanosUntilInterrupted() {
    long start = System.nanoTime();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      // It was given up.
    }
    return System.nanoTime() - start;
  }

  private static int awaitFinish() throws InterruptedException {
    STARTED.release();
    FINISH.acquire();
    return 1;
  }

  @Test
  void aWorkerCanRunTheTasksOfAllLoadersSoFar() throws Exception {
    STARTED.drainPermits();
    FINISH.drainPermits();
    List<Set<Class<?>>> asked = new ArrayList<>();
    var scheduler =
        new Scheduler(
            SETTINGS,
            classes -> {
              asked.add(classes);
              return new WorkerThread(SETTINGS, "any");
            });
    Task<Integer> task = SchedulerTest::awaitFinish;
    byte[] message = TaskCall.message(TaskCode.of(task), null, null);

    var _ = scheduler.submit(message, Set.of(SchedulerTest.class), TaskOptions.USUAL, 1);
    var _ = scheduler.submit(message.clone(), Set.of(String.class), TaskOptions.USUAL, 1);

    assertEquals(
        List.of(Set.of(SchedulerTest.class), Set.of(SchedulerTest.class, String.class)), asked);
    FINISH.release(2);
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(SECONDS.toNanos(10)));
  }

  private static Future<?> submit(Scheduler scheduler, Task<?> task) {
    TaskCode code = TaskCode.of(task);
    byte[] message = TaskCall.message(code, null, null);
    return scheduler.submit(message, code.classes(), TaskOptions.USUAL, 1);
  }

  /// Cannot be started.
  private static final class Unstartable extends Delegate {
    @Override
    public void start(Listener listener) {
      throw new OutOfMemoryError("no thread");
    }
  }

  /// Is asked for help, and gives none.
  private static final class Helped extends Delegate {
    private volatile BooleanSupplier waits = () -> false;
    private volatile boolean waited;

    @Override
    public void help(BooleanSupplier waits) {
      this.waits = waits;
      waited = waits.getAsBoolean();
    }
  }

  /// Seems to start the next task, and not to have, each time it is asked.
  private static final class Restless extends Delegate {
    private int asked;

    @Override
    public int started() {
      return super.started() + (asked++ & 1);
    }
  }

  /// Answers for the task behind the one that it has run.
  private static final class Liar extends Delegate {
    @Override
    public void start(Listener listener) {
      super.start(
          new Listener() {
            @Override
            public boolean answered(byte[] bytes, ByteBuffer answer) {
              if (Messages.isEndOfTask(answer)) {
                answer.putInt(1, Messages.place(answer) + 1);
              }
              return listener.answered(bytes, answer);
            }

            @Override
            public void ended(WorkerEnd end) {
              listener.ended(end);
            }
          });
    }
  }

  /// A worker in a thread.
  private static class Delegate implements Workplace {
    private final WorkerThread worker = new WorkerThread(SETTINGS, "odd-worker");

    @Override
    public void start(Listener listener) {
      worker.start(listener);
    }

    @Override
    public WorkerBlock block() {
      return worker.block();
    }

    @Override
    public void send(byte[] message) {
      worker.send(message);
    }

    @Override
    public void help(BooleanSupplier waits) {
      worker.help(waits);
    }

    @Override
    public void kill() {
      worker.kill();
    }

    @Override
    public void free() {
      worker.free();
    }

    @Override
    public String describe() {
      return worker.describe();
    }
  }
}
