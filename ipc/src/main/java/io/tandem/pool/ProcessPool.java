package io.tandem.pool;

import io.tandem.peer.StaticInitializers;
import io.tandem.process.Action;
import io.tandem.process.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Worker JVMs that run tasks, and are replaced when they die.
///
/// **Shape.** A task is a lambda, a method reference or any other [Task] or [Action]. It is copied
/// when it is submitted, with what it captures, and its result is copied back; shared objects stay
/// shared. See [io.tandem.codec.DataCodec] for what can travel. Tasks start in the order of
/// submission, those of a higher priority before.
///
/// **Sharing.** Any thread may call any method, tasks of other pools too: pools may be nested three
/// deep.
///
/// **Lifetime.** No worker starts before the first task. [#close()] waits for all tasks;
/// [#shutdownNow()] does not. When this process ends, however it does, the workers end with it.
/// Ctrl-C is for this process: soon after their start workers take no notice of it (Linux).
///
/// **Errors.** Every future completes: with the result, or with
/// - the exception that the task has thrown, whose last cause is a [io.tandem.codec.RemoteTrace]
///   that says where, or a [io.tandem.codec.RemoteException] if it cannot travel
/// - [WorkerDiedException] if the worker died in the middle of the task, by `kill -9`,
///   `System.exit`, a crash of its JVM, or for lack of memory. No other task is lost, and this one
///   runs again if retries are asked for
/// - [TaskTimeoutException] if it ran too long
/// - [BrokenPoolException] if workers do not start, or die too often; the pool then shuts itself
///   down
/// - [java.util.concurrent.CancellationException] if it was cancelled. `cancel(true)` interrupts
///   the task, and kills its worker if it goes on for a second
///
/// To complete a future from outside, as [CompletableFuture#orTimeout] does, does not end its task,
/// whose worker stays busy: for that there are `cancel(true)` and [TaskOptions#withTimeout]. A task
/// for which its JVM has no memory loses its worker, even if it catches the [OutOfMemoryError]. One
/// longer than 120 KiB, with what it captures, has to fit into `/dev/shm`, where Docker gives a
/// container 64 MB unless told otherwise (`--shm-size`).
///
/// A task that cannot be sent fails at once, when it is submitted, with a
/// [java.util.concurrent.RejectedExecutionException] that names what cannot travel; so does any
/// task after the end. A result is decoded, and what depends on a future runs, on its default
/// executor, or on a thread that waits for it or asks for it, even by `isDone`, `getNow` or
/// `cancel`: never on one that the pool needs.
///
/// **Source.** Python's `multiprocessing.Pool` and `concurrent.futures.ProcessPoolExecutor`. In the
/// first a task whose worker is killed is waited for for ever; in the second that breaks the pool.
///
/// ```java
/// try (var pool = ProcessPool.create()) {
///   System.out.println(pool.map(List.of(1, 2, 3), x -> x * x)); // [1, 4, 9]
///   System.out.println(pool.submit(() -> ProcessHandle.current().pid()).get());
/// }
/// ```
public final class ProcessPool implements AutoCloseable {
  private final PoolSettings settings;
  private final Scheduler scheduler;
  private final AtomicInteger workers = new AtomicInteger();

  ProcessPool(PoolSettings settings) {
    StaticInitializers.refuseInChild("a process pool");
    this.settings = settings;
    this.scheduler = new Scheduler(settings, this::workplace);
  }

  private Workplace workplace(Set<Class<?>> classes) {
    String worker = nextWorkerName();
    return settings.worker().inProcess()
        ? new WorkerThread(settings, worker)
        : new WorkerProcess(settings, worker, classes);
  }

  private String nextWorkerName() {
    return settings.name() + "-worker-" + workers.incrementAndGet();
  }

  /// Makes a pool of as many workers as there are processors, with every setting at its default.
  public static ProcessPool create() {
    return builder().build();
  }

  /// Settings for a pool, all at their defaults.
  public static ProcessPoolBuilder builder() {
    return new ProcessPoolBuilder();
  }

  /// The pool that everything in this process may share, of as many workers as there are
  /// processors, or as were asked for last. It is made when it is first asked for, and made anew
  /// when it is broken or was shut down. Its workers end when they were idle for a minute, and with
  /// this process; so nobody needs to close it, and who does so closes it for all.
  ///
  /// **Source.** `get_reusable_executor` of Python's loky.
  ///
  /// ```java
  /// System.out.println(ProcessPool.shared().map(List.of(1, 2, 3), x -> x * x)); // [1, 4, 9]
  /// ```
  ///
  /// @throws IllegalStateException in a worker of a pool that is itself three pools deep
  public static ProcessPool shared() {
    return SharedPool.get();
  }

  /// The same pool, with this number of workers from now on. If they are too many now, some end
  /// when they have done the tasks that they have.
  ///
  /// @param workers 1 to 512
  /// @throws IllegalStateException in a worker of a pool that is itself three pools deep
  public static ProcessPool shared(int workers) {
    ProcessPoolBuilder.requireWorkers(workers);
    return SharedPool.get(workers);
  }

  void resize(int workers) {
    scheduler.resize(workers);
  }

  int workers() {
    return scheduler.workers();
  }

  /// Its name.
  public String name() {
    return settings.name();
  }

  // ---- single tasks ----

  /// Runs a task in a worker.
  ///
  /// @param task is copied now
  /// @return its result, or what is thrown instead, see [ProcessPool]
  public <T extends @Nullable Object> CompletableFuture<T> submit(Task<T> task) {
    return submit(task, TaskOptions.USUAL);
  }

  /// Runs a task in a worker.
  ///
  /// @param task is copied now
  /// @return its result, or what is thrown instead, see [ProcessPool]
  public <T extends @Nullable Object> CompletableFuture<T> submit(
      Task<T> task, TaskOptions options) {
    return call(task, options);
  }

  /// Runs an action in a worker.
  ///
  /// @param action is copied now
  /// @return null when it is done, or what is thrown instead, see [ProcessPool]
  public CompletableFuture<@Nullable Void> submit(Action action) {
    return submit(action, TaskOptions.USUAL);
  }

  /// Runs an action in a worker.
  ///
  /// @param action is copied now
  /// @return null when it is done, or what is thrown instead, see [ProcessPool]
  public CompletableFuture<@Nullable Void> submit(Action action, TaskOptions options) {
    return call(action, options);
  }

  @SuppressWarnings("unchecked") // what a task returns is of its type
  <T extends @Nullable Object> TaskFuture<T> call(Object function, TaskOptions options) {
    TaskCode code = TaskCode.of(function);
    byte[] message = TaskCall.message(code, null, options.name());
    return (TaskFuture<T>) scheduler.submit(message, code.classes(), options, 1);
  }

  /// Runs tasks, and waits for all of them.
  ///
  /// @return their futures, all of which are done, in the order of the tasks
  /// @throws InterruptedException if the calling thread is interrupted; the tasks are cancelled
  public <T extends @Nullable Object> List<CompletableFuture<T>> invokeAll(
      Collection<? extends Task<T>> tasks) throws InterruptedException {
    return Several.all(this, tasks, Long.MAX_VALUE);
  }

  /// Runs tasks until one has returned, and cancels the others.
  ///
  /// @param tasks at least one
  /// @return the result of the first that returned
  /// @throws ExecutionException with what became of the last one, if none returned
  /// @throws InterruptedException if the calling thread is interrupted; the tasks are cancelled
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Task<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return Several.any(this, tasks, Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError("for ever is over", e);
    }
  }

  // ---- many items ----

  /// Applies a mapper to each item.
  ///
  /// @param items are copied, chunk by chunk, when there is room for them on the way to the workers
  /// @return the results, in the order of the items
  /// @throws CompletionException with what became of the first item that failed, once all are done
  /// @throws InterruptedException if the calling thread is interrupted; the rest is cancelled
  public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper)
      throws InterruptedException {
    return map(items, mapper, MapOptions.USUAL);
  }

  /// Applies a mapper to each item.
  ///
  /// @param items are copied, chunk by chunk, when there is room for them on the way to the workers
  /// @return the results, in the order of the items
  /// @throws CompletionException with what became of the first item that failed, once all are done
  /// @throws InterruptedException if the calling thread is interrupted; the rest is cancelled
  public <A extends @Nullable Object, R extends @Nullable Object> List<R> map(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper, MapOptions options)
      throws InterruptedException {
    return run(new Chunks(scheduler, mapper, items.iterator(), options).of(items), options);
  }

  /// Applies a mapper to each pair of items, as far as the shorter one goes.
  ///
  /// @return the results, in the order of the items
  /// @throws CompletionException with what became of the first pair that failed, once all are done
  /// @throws InterruptedException if the calling thread is interrupted; the rest is cancelled
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> map(
          Iterable<? extends A> first,
          Iterable<? extends B> second,
          BiMapper<? super A, ? super B, ? extends R> mapper)
          throws InterruptedException {
    return map(first, second, mapper, MapOptions.USUAL);
  }

  /// Applies a mapper to each pair of items, as far as the shorter one goes.
  ///
  /// @return the results, in the order of the items
  /// @throws CompletionException with what became of the first pair that failed, once all are done
  /// @throws InterruptedException if the calling thread is interrupted; the rest is cancelled
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> map(
          Iterable<? extends A> first,
          Iterable<? extends B> second,
          BiMapper<? super A, ? super B, ? extends R> mapper,
          MapOptions options)
          throws InterruptedException {
    Iterator<Object[]> pairs = new Pairs(first.iterator(), second.iterator());
    return run(new Chunks(scheduler, mapper, pairs, options), options);
  }

  @SuppressWarnings("unchecked") // what a mapper returns is of its type
  private <R extends @Nullable Object> List<R> run(Chunks chunks, MapOptions options)
      throws InterruptedException {
    return (List<R>) new MapRun(chunks, ahead(options)).run();
  }

  private int ahead(MapOptions options) {
    return Math.clamp((long) options.lookAhead() * scheduler.workers(), 1, Integer.MAX_VALUE);
  }

  /// Applies a mapper to each item, without waiting for the results.
  ///
  /// @param items that nobody changes until it is done; they are taken on a thread of their own
  /// @return as [#map], in time; to cancel it cancels what is left
  public <A extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<List<R>> mapAsync(
          Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper) {
    return mapAsync(items, mapper, MapOptions.USUAL);
  }

  /// Applies a mapper to each item, without waiting for the results.
  ///
  /// @param items that nobody changes until it is done; they are taken on a thread of their own
  /// @return as [#map], in time; to cancel it cancels what is left
  public <A extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<List<R>> mapAsync(
          Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper, MapOptions options) {
    var chunks = new Chunks(scheduler, mapper, items.iterator(), options).of(items);
    var results = new CompletableFuture<List<R>>();
    Thread runner =
        Thread.ofVirtual()
            .name("tandem-map")
            .start(
                () -> {
                  try {
                    results.complete(run(chunks, options));
                  } catch (CompletionException e) {
                    results.completeExceptionally(e.getCause());
                  } catch (Throwable e) {
                    results.completeExceptionally(e);
                  }
                });
    results.whenComplete((_, _) -> runner.interrupt()); // as cancelled, if it still runs
    return results;
  }

  /// Applies a mapper to each item as the results are asked for, and to some items ahead.
  ///
  /// @return the results, in the order of the items; close it if not all are taken: the rest never
  ///   counts as over otherwise. A result of what failed throws a [CompletionException] at its
  ///   place
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper) {
    return stream(items, mapper, MapOptions.USUAL);
  }

  /// Applies a mapper to each item as the results are asked for, and to some items ahead.
  ///
  /// @return the results, in the order of the items; close it if not all are taken. A result of
  ///   what failed throws a [CompletionException] at its place
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper, MapOptions options) {
    var chunks = new Chunks(scheduler, mapper, items.iterator(), options).of(items);
    return stream(Results.inOrder(chunks, ahead(options)), Spliterator.ORDERED);
  }

  /// As [#stream], but with the results in the order in which they come.
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper) {
    return streamUnordered(items, mapper, MapOptions.USUAL);
  }

  /// As [#stream], but with the results in the order in which they come.
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      Iterable<? extends A> items, Mapper<? super A, ? extends R> mapper, MapOptions options) {
    var chunks = new Chunks(scheduler, mapper, items.iterator(), options).of(items);
    return stream(Results.asTheyCome(chunks, ahead(options)), 0);
  }

  @SuppressWarnings("unchecked") // what a mapper returns is of its type
  private static <R extends @Nullable Object> Stream<R> stream(Results results, int order) {
    var spliterator = Spliterators.spliteratorUnknownSize((Iterator<R>) results, order);
    return StreamSupport.stream(spliterator, false).onClose(results::close);
  }

  // ---- looking ----

  /// What its workers have done with their time so far, and which tasks took longest. It reads the
  /// arguments of those tasks, on the calling thread.
  public PoolInsights insights() {
    return scheduler.reports().insights();
  }

  /// How far it is with what it was given since it was made.
  public PoolProgress progress() {
    return scheduler.reports().now();
  }

  // ---- its end ----

  /// This pool as an executor service: its tasks have to be Serializable beside, as
  /// `(Callable<Integer> & Serializable) () -> 1` is, and are rejected otherwise. So
  /// [CompletableFuture#supplyAsync] cannot use it, as what that executes is not; call [#submit],
  /// which returns such a future. Of what a command throws that was given to `execute`, the handler
  /// for uncaught exceptions hears in this process.
  public ExecutorService asExecutorService() {
    return new PoolExecutorService(this);
  }

  /// Takes no more tasks. The pool ends when those that it has are done.
  public void shutdown() {
    scheduler.shutdown();
  }

  /// Takes no more tasks, and cancels those that it has. Those that run are interrupted; the
  /// workers of those that go on for a second are killed, so that the pool ends soon, whatever they
  /// do.
  ///
  /// @return how many were not started
  public int shutdownNow() {
    return stopNow().size();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  List<NotStarted> stopNow() {
    Scheduler.Unfinished unfinished = scheduler.shutdownNow();
    unfinished.waiting().forEach(each -> each.task().future.cancel(false));
    unfinished.running().forEach(task -> task.future.cancel(false));
    return unfinished.waiting();
  }

  /// Whether it takes no more tasks: it was shut down, or is broken.
  public boolean isShutdown() {
    return scheduler.isShutdown();
  }

  /// Whether it takes no more tasks, all are done, and all workers have ended.
  public boolean isTerminated() {
    return scheduler.isTerminated();
  }

  /// Waits until it is terminated, but no longer than a timeout.
  ///
  /// @return whether it is
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return scheduler.awaitTermination(TimeUnit.NANOSECONDS.convert(timeout));
  }

  /// Takes no more tasks, and waits until all are done and the workers have ended. If the calling
  /// thread is interrupted, what is left is cancelled, see [#shutdownNow()], and the thread stays
  /// interrupted.
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (scheduler.awaitTermination(Long.MAX_VALUE)) {
          scheduler.reports().await();
          break;
        }
      } catch (InterruptedException _) {
        if (!interrupted) {
          stopNow();
        }
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "pool '%s' of at most %d workers".formatted(settings.name(), scheduler.workers());
  }
}
