package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.RemoteException;
import io.tandem.codec.RemoteTrace;
import io.tandem.list.SharedList;
import io.tandem.pool.MapOptions;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.ProcessPoolBuilder;
import io.tandem.pool.TaskContext;
import io.tandem.pool.TaskOptions;
import io.tandem.pool.TaskTimeoutException;
import io.tandem.process.Action;
import io.tandem.process.Task;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import io.tandem.value.IntValue;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What tasks return and throw, and how they are stopped, on one pool.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasksTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 1_000).boxed().toList();

  private ProcessPool pool;

  @BeforeAll
  void open() {
    pool = builder().name("tasks").initializer(() -> new StringBuilder("state")).build();
  }

  ProcessPoolBuilder builder() {
    return Pools.small(2);
  }

  final ProcessPool pool() {
    return pool;
  }

  @AfterAll
  void close() {
    pool.close();
  }

  // ---- results and exceptions ----

  @Test
  void aTaskRunsElsewhereAndItsResultComesBack() throws Exception {
    long here = ProcessHandle.current().pid();

    assertNotEquals(here, get(pool.submit(() -> ProcessHandle.current().pid())));
    assertEquals(null, get(pool.submit((Task<Object>) () -> null)));
    assertEquals(null, get(pool.submit((Action) () -> {})));
  }

  @Test
  void argumentsAndResultsMayBeLargerThanAnyBuffer() throws Exception {
    byte[] large = new byte[16 << 20];
    large[large.length - 1] = 7;

    byte[] back = get(pool.submit(() -> large.clone()));

    assertArrayEquals(large, back);
  }

  @Test
  void anExceptionComesBackAsItselfAndSaysWhereItWasThrown() {
    var thrown = thrownBy(ArithmeticException.class, pool.submit(() -> 1 / Integer.parseInt("0")));

    var where = assertInstanceOf(RemoteTrace.class, thrown.getCause());
    assertTrue(where.getMessage().matches("in worker 'tasks-worker-\\d+' \\(pid \\d+\\)"));
    assertTrue(Stream.of(where.getStackTrace()).anyMatch(f -> f.getClassName().contains("Tasks")));
  }

  @Test
  void anExceptionThatCannotTravelIsStoodInFor() {
    var thrown =
        thrownBy(
            RemoteException.class,
            pool.submit(
                (Action)
                    () -> {
                      throw new Untravelled(new IllegalStateException("the cause"));
                    }));

    assertEquals(Untravelled.class.getName(), thrown.className());
    var cause = assertInstanceOf(RemoteException.class, thrown.getCause());
    assertEquals("java.lang.IllegalStateException: the cause", cause.getMessage());
    assertInstanceOf(RemoteTrace.class, cause.getCause());
  }

  @SuppressWarnings("serial")
  private static final class Untravelled extends Exception {
    final Thread cannotTravel = Thread.currentThread();

    Untravelled(Throwable cause) {
      super("untravelled", cause);
    }
  }

  @Test
  void anExceptionThatBreaksWhenItIsSentIsStoodInFor() {
    var stand = thrownBy(RemoteException.class, pool.submit(() -> fail(new Unsendable())));

    assertTrue(stand.toString().contains("Unsendable"), stand::toString);
  }

  private static int fail(Exception e) throws Exception {
    throw e;
  }

  @SuppressWarnings("serial")
  private static final class Unsendable extends Exception {
    private void writeObject(ObjectOutputStream out) {
      throw new AssertionError("not even an exception");
    }
  }

  @Test
  void aCancellationThatATaskThrowsIsItsExceptionAsAnyOther() {
    CompletableFuture<Integer> future = pool.submit(() -> fail(new CancellationException("inner")));

    assertEquals("inner", thrownBy(CancellationException.class, future).getMessage());
    assertFalse(future.isCancelled());
  }

  @Test
  void aResultThatCannotTravelIsTheTasksFailure() {
    var thrown = thrownBy(IllegalStateException.class, pool.submit(() -> new Object()));

    assertTrue(thrown.getMessage().startsWith("The task has returned what cannot be sent back"));
  }

  @Test
  void stackOverflowIsAnExceptionAsAnyOther() {
    var thrown = thrownBy(StackOverflowError.class, pool.submit(() -> endless(0)));

    assertInstanceOf(RemoteTrace.class, thrown.getCause());
    assertTrue(
        Stream.of(thrown.getStackTrace()).anyMatch(f -> f.getMethodName().equals("endless")));
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @Test
  void aTaskKnowsItselfAndItsWorkersState() throws Exception {
    String seen =
        get(
            pool.submit(
                () -> {
                  TaskContext context = TaskContext.current();
                  return context.taskName().orElse("none")
                      + context.attempt()
                      + context.state(StringBuilder.class)
                      + context.workerName().startsWith("tasks-worker-")
                      + context.isCancelled();
                },
                TaskOptions.named("who")));

    assertEquals("who1statetruefalse", seen);
    thrownBy(
        IllegalStateException.class, pool.submit(() -> TaskContext.current().state(List.class)));
    assertThrows(IllegalStateException.class, TaskContext::current);
  }

  // ---- dependents ----

  @Test
  void whatDependsOnAFutureNeverHoldsUpThePool() throws Exception {
    var go = SharedEvent.create();
    var hold = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    CompletableFuture<Void> held =
        pool.submit(() -> waitFor(go))
            .thenAccept(
                _ -> {
                  threads.add(Thread.currentThread());
                  await(hold);
                });
    go.set();

    for (int i = 0; i < 10; i++) {
      assertEquals(2, get(pool.submit(() -> 2)));
    }
    hold.countDown();
    get(held);
    assertFalse(threads.getFirst().getName().startsWith("tandem-"), threads::toString);
    go.free();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void severalThreadsMayWaitForOneFuture() throws Exception {
    var go = SharedEvent.create();
    CompletableFuture<Integer> future = pool.submit(() -> waitFor(go));
    List<CompletableFuture<Integer>> waiters =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(future::join, Thread::startVirtualThread))
            .limit(4)
            .toList();

    go.set();

    for (CompletableFuture<Integer> waiter : waiters) {
      assertEquals(1, get(waiter));
    }
    go.free();
  }

  private static int waitFor(SharedEvent event) throws InterruptedException {
    event.await();
    return 1;
  }

  // ---- stopping ----

  @Test
  void aTaskThatRunsTooLongIsInterruptedAndItsWorkerGoesOn() throws Exception {
    var interrupted = SharedEvent.create();
    Action slow =
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException _) {
            interrupted.set();
          }
        };

    var late =
        thrownBy(
            TaskTimeoutException.class,
            pool.submit(slow, TaskOptions.named("slow").withTimeout(Duration.ofMillis(50))));

    assertTrue(
        late.getMessage().startsWith("Task 'slow' was not finished after PT0.05S in worker"));
    assertTrue(interrupted.await(Duration.ofSeconds(30)));
    interrupted.free();
  }

  @Test
  void aTimeoutStopsATaskThatWasCancelledWithoutAnInterrupt() throws Exception {
    var started = SharedEvent.create();
    var interrupted = SharedEvent.create();
    Action endless =
        () -> {
          started.set();
          try {
            new CountDownLatch(1).await();
          } finally {
            interrupted.set();
          }
        };
    CompletableFuture<Void> future =
        pool.submit(endless, TaskOptions.USUAL.withTimeout(Duration.ofMillis(100)));
    assertTrue(started.await(Duration.ofSeconds(30)));

    future.cancel(false);

    assertTrue(interrupted.await(Duration.ofSeconds(30)));
    started.free();
    interrupted.free();
  }

  @Test
  void aTaskThatIgnoresTheInterruptLosesItsWorker() throws Exception {
    Action stubborn =
        () -> {
          while (true) {
            Thread.onSpinWait();
          }
        };
    CompletableFuture<Void> future =
        pool.submit(stubborn, TaskOptions.USUAL.withTimeout(Duration.ofMillis(50)));

    thrownBy(TaskTimeoutException.class, future);

    for (int i = 0; i < 4; i++) {
      assertEquals(i, get(pool.submit(number(i))));
    }
  }

  private static Task<Integer> number(int i) {
    return () -> i;
  }

  @Test
  void cancelInterruptsATaskThatRuns() throws Exception {
    var started = SharedEvent.create();
    var ended = SharedEvent.create();
    CompletableFuture<Void> future =
        pool.submit(
            () -> {
              started.set();
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.set();
              }
            });
    assertTrue(started.await(Duration.ofSeconds(30)));

    assertTrue(future.cancel(true));

    assertThrows(CancellationException.class, future::join);
    assertTrue(ended.await(Duration.ofSeconds(30)));
    started.free();
    ended.free();
  }

  @Test
  void aCancelledTaskThatWaitsNeverRunsAndOthersDo() throws Exception {
    var go = SharedEvent.create();
    IntValue runs = IntValue.create(0);
    List<CompletableFuture<Integer>> blockers =
        List.of(pool.submit(() -> waitFor(go)), pool.submit(() -> waitFor(go)));
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(pool.submit(() -> runs.getAndAdd(1)));
    }

    for (int i = 0; i < 20; i += 2) {
      assertTrue(waiting.get(i).cancel(false));
    }
    go.set();

    for (int i = 1; i < 20; i += 2) {
      get(waiting.get(i));
    }
    get(blockers.get(0));
    get(blockers.get(1));
    assertEquals(10, runs.get());
    go.free();
    runs.free();
  }

  @Test
  void whatWaitsBehindALongTaskIsGivenToAnIdleWorker() throws Exception {
    var go = SharedEvent.create();
    for (int i = 0; i < 200; i++) {
      get(pool.submit(() -> 1)); // short ones, so that some wait in line
    }
    CompletableFuture<Integer> first = pool.submit(() -> waitFor(go));
    List<CompletableFuture<Integer>> behind = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      behind.add(pool.submit(() -> 2));
    }

    for (CompletableFuture<Integer> each : behind) {
      assertEquals(2, get(each));
    }
    assertFalse(first.isDone());
    go.set();
    assertEquals(1, get(first));
    go.free();
  }

  @Test
  void aHigherPriorityStartsFirst() throws Exception {
    var go = SharedEvent.create();
    var order = SharedList.create(Integer.class);
    List<CompletableFuture<?>> all = new ArrayList<>();
    // Of two workers, either may be slow to start what it was given.
    try (var single = builder().workers(1).build()) {
      all.add(single.submit(() -> waitFor(go)));
      for (int i = 0; i < 6; i++) {
        int priority = i;
        Action note = () -> order.add(priority);
        all.add(single.submit(note, TaskOptions.USUAL.withPriority(priority)));
      }

      go.set();

      for (CompletableFuture<?> each : all) {
        get(each);
      }
    }
    assertEquals(List.of(5, 4, 3, 2, 1, 0), List.copyOf(order));
    go.free();
    order.free();
  }

  @Test
  void aHigherPriorityStartsBeforeWhatWaitsInLine() throws Exception {
    var go = SharedEvent.create();
    var order = SharedList.create(Integer.class);
    List<CompletableFuture<?>> all = new ArrayList<>();
    try (var single = builder().workers(1).build()) {
      single.map(NUMBERS, x -> x, MapOptions.USUAL.withChunkSize(1)); // short: some go in line
      all.add(single.submit(() -> waitFor(go)));
      for (int i = 0; i < 6; i++) {
        int priority = i / 2;
        Action note = () -> order.add(priority);
        all.add(single.submit(note, TaskOptions.USUAL.withPriority(priority)));
      }

      go.set();

      for (CompletableFuture<?> each : all) {
        get(each);
      }
    }
    assertEquals(List.of(2, 2, 1, 1, 0, 0), List.copyOf(order));
    go.free();
    order.free();
  }

  // ---- several ----

  @Test
  void invokeAnyReturnsTheFirstResultAndCancelsTheRest() throws Exception {
    var never = SharedLatch.create(1);
    Task<Integer> waits =
        () -> {
          never.await();
          return 1;
        };
    Task<Integer> fails =
        () -> {
          throw new IllegalStateException("no");
        };

    assertEquals(2, pool.invokeAny(List.of(waits, number(2))));
    assertThrows(ExecutionException.class, () -> pool.invokeAny(List.of(fails)));
    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.<Task<Integer>>of()));
    never.free();
  }

  @Test
  void invokeAllReturnsDoneFutures() throws Exception {
    List<CompletableFuture<Integer>> all = pool.invokeAll(List.of(number(1), number(2)));

    assertEquals(List.of(1, 2), all.stream().map(CompletableFuture::resultNow).toList());
  }

  // ---- maps and streams ----

  @Test
  void mapKeepsTheOrderForAnyChunkSize() throws Exception {
    List<Integer> doubled = NUMBERS.stream().map(x -> 2 * x).toList();

    assertEquals(doubled, pool.map(NUMBERS, x -> 2 * x));
    assertEquals(doubled, pool.map(NUMBERS, x -> 2 * x, MapOptions.USUAL.withChunkSize(1)));
    assertEquals(doubled, pool.map(NUMBERS, x -> 2 * x, MapOptions.USUAL.withChunkSize(333)));
    assertEquals(List.of(), pool.map(List.<Integer>of(), x -> 2 * x));
    assertEquals(doubled, get(pool.mapAsync(NUMBERS, x -> 2 * x)));
  }

  @Test
  void mapOfTwoGoesAsFarAsTheShorter() throws Exception {
    assertEquals(List.of("a0", "b1"), pool.map(List.of("a", "b"), NUMBERS, (a, b) -> a + b));
    assertEquals(
        List.of("a0", "b1"),
        pool.map(List.of("a", "b"), NUMBERS, (a, b) -> a + b, MapOptions.USUAL.withChunkSize(1)));
  }

  @Test
  void theOptionsOfAMapHoldForOneThatNobodyWaitsFor() {
    TaskOptions brief = TaskOptions.named("brief").withTimeout(Duration.ofMillis(50));
    CompletableFuture<List<Integer>> endless =
        pool.mapAsync(List.of(1), TasksTest::sleepLong, MapOptions.USUAL.withTask(brief));

    var late = thrownBy(TaskTimeoutException.class, endless);

    assertTrue(late.getMessage().startsWith("Task 'brief' was not finished"), late::getMessage);
  }

  private static int sleepLong(int item) throws InterruptedException {
    new CountDownLatch(1).await();
    return item;
  }

  @Test
  void mapThrowsWhatTheFirstItemThatFailedHasThrown() throws Exception {
    var thrown =
        assertThrows(CompletionException.class, () -> pool.map(List.of(5, 0, 1, 0), x -> 10 / x));

    assertInstanceOf(ArithmeticException.class, thrown.getCause());
    thrownBy(ArithmeticException.class, pool.mapAsync(List.of(0), x -> 1 / x));
  }

  @Test
  void anItemThatCannotTravelIsNamedByItsPlaceAmongAll() {
    List<Object> items = new ArrayList<>(NUMBERS);
    items.add(new Object());

    var rejected = assertThrows(RejectedExecutionException.class, () -> pool.map(items, _ -> 1));

    assertTrue(
        rejected
            .getMessage()
            .startsWith("Cannot send item 1000 to a worker: Object is a java.lang"),
        rejected::getMessage);
  }

  @Test
  void streamsTakeNoMoreItemsThanTheyLookAhead() {
    var taken = new AtomicInteger();
    Iterable<Integer> endless = () -> Stream.generate(taken::incrementAndGet).iterator();
    MapOptions options = MapOptions.USUAL.withChunkSize(2).withLookAhead(3);

    try (Stream<Integer> squares = pool.stream(endless, x -> x * x, options)) {
      Iterator<Integer> each = squares.iterator();
      assertEquals(List.of(1, 4, 9), List.of(each.next(), each.next(), each.next()));
    }

    assertTrue(taken.get() <= 2 * 2 * 3 + 2 + 1, taken::toString);
  }

  @Test
  void aStreamGoesOnBehindAnItemThatFails() {
    Iterator<Integer> results = pool.stream(List.of(1, 0, 2), x -> 2 / x).iterator();

    assertEquals(2, results.next());
    assertThrows(CompletionException.class, results::next);
    assertEquals(1, results.next());
    assertFalse(results.hasNext());
  }

  @Test
  void anUnorderedStreamHasAllResults() {
    assertEquals(NUMBERS, pool.streamUnordered(NUMBERS, x -> x).sorted().toList());
  }
}
