package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tandem.codec.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gives tasks to workers, and replaces workers: the heart of a pool, under one lock.
///
/// **Invariant.** While a task waits in the queue, every worker's line is full, and there are as
/// many workers as there may be. So whatever makes room fills it: an answer, an end, a start.
///
/// **Taking back.** A worker with short tasks has some in line. When another one is idle and a task
/// turns out longer than those before it, what waits behind it is taken back and given away; so is
/// what waits there when one of it is cancelled. Tasks that a dead worker did not start likewise.
final class Scheduler {
  private static final long LOOK_NANOS = MILLISECONDS.toNanos(1); // for tasks that hold others up
  private static final long GRACE_NANOS = SECONDS.toNanos(1); // for a task that is interrupted
  private static final long EXIT_GRACE_NANOS = SECONDS.toNanos(10); // for a worker's end
  private static final int MOST_FAILED_STARTS = 3;

  private final PoolSettings settings;
  private final Function<Set<Class<?>>, Workplace> workplaces;
  private final Codec codec = Codec.data(); // finds classes as the thread does that makes the pool
  private final PoolTimer timer;
  private final RestartLimit restarts;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workerEnded = lock.newCondition();
  private final TaskQueue queue = new TaskQueue();
  private final List<Worker> workers = new ArrayList<>();
  private final ClassShipments shipments = new ClassShipments();
  private Set<Class<?>> sampleClasses = Set.of();
  private boolean shutdown;
  private @Nullable BrokenPoolException broken;
  private long lastNumber;
  private int unsettled;
  private int failedStarts;
  private boolean looking;

  /// @param workplaces makes one where tasks made of these classes can run
  Scheduler(PoolSettings settings, Function<Set<Class<?>>, Workplace> workplaces) {
    this.settings = settings;
    this.workplaces = workplaces;
    this.timer = new PoolTimer(settings.name());
    this.restarts = new RestartLimit(settings.maxDeaths(), settings.deathPeriod());
  }

  // ---- submission ----

  /// @param items that a mapper is called for, encoded; empty for a task that is called once
  /// @param classes that these and the code are made of
  TaskFuture<Object> submit(
      TaskCode code, byte[] items, Set<Class<?>> classes, TaskOptions options) {
    TaskOptions complete = options.orElse(settings.timeout(), settings.retries());
    lock.lock();
    try {
      requireOpen();
      shipments.add(classes);
      sampleClasses = classes;
      var task = new PendingTask(this, ++lastNumber, code, items, complete);
      Worker best = bestWithRoom();
      if (best == null || !best.isIdle()) {
        startWorker();
        requireOpen();
        best = best == null ? bestWithRoom() : best;
      }
      unsettled++;
      if (best == null) {
        queue.add(task);
      } else {
        give(best, task);
        lookForHeldUp();
      }
      return task.future;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (broken != null) {
      throw new BrokenPoolException(broken.getMessage(), broken.getCause());
    }
    if (shutdown) {
      throw new RejectedExecutionException(
          "Cannot submit a task to pool '%s': it was shut down. Make another one."
              .formatted(settings.name()));
    }
  }

  /// One that is ready and idle; else one that is ready; else one that starts.
  private @Nullable Worker bestWithRoom() {
    Worker best = null;
    for (Worker worker : workers) {
      if (worker.hasRoom() && (best == null || isBetter(worker, best))) {
        best = worker;
      }
    }
    return best;
  }

  private static boolean isBetter(Worker one, Worker other) {
    return one.ready != other.ready ? one.ready : one.lineLength() < other.lineLength();
  }

  private void give(Worker worker, PendingTask task) {
    try {
      worker.sendClasses(shipments.all());
      worker.give(task);
    } catch (RuntimeException e) { // there is no room for a long one
      settle(task, new Outcome.Lost(e));
      return;
    }
    Duration timeout = task.options.timeout();
    if (timeout != null) {
      watchTimeout(task, task.place, timeout, timeout.toNanos());
    }
  }

  // ---- workers come and go ----

  /// Starts a worker if there may be one more.
  private void startWorker() {
    if (workers.stream().filter(worker -> !worker.stopping).count() < settings.workers()) {
      Workplace workplace;
      try {
        workplace = workplaces.apply(sampleClasses);
      } catch (RuntimeException e) { // there is no shared memory for it
        giveUpWithout(e);
        return;
      }
      var worker = new Worker(workplace, settings.maxTasksPerWorker());
      workers.add(worker);
      workplace.start(
          new Workplace.Listener() {
            @Override
            public void answered(byte[] bytes, ByteBuffer answer) {
              Scheduler.this.answered(worker, bytes, answer);
            }

            @Override
            public void ended(WorkerEnd end) {
              Scheduler.this.ended(worker, end);
            }
          });
    }
  }

  private void answered(Worker worker, byte[] bytes, ByteBuffer answer) {
    PendingTask task;
    lock.lock();
    try {
      task = takeAnswer(worker, answer);
      refill(worker);
    } finally {
      lock.unlock();
    }
    if (task != null) {
      task.future.settle(outcome(worker, task, bytes, answer));
    }
  }

  /// The task whose result it is, if somebody wants it.
  private @Nullable PendingTask takeAnswer(Worker worker, ByteBuffer answer) {
    switch (Messages.kind(answer)) {
      case Messages.READY -> worker.ready = true;
      case Messages.SKIPPED -> worker.skipped(Messages.number(answer));
      default -> {
        PendingTask task = worker.answered(Messages.place(answer), Messages.number(answer));
        failedStarts = 0;
        leaveWorker(task);
        return markSettled(task) ? task : null;
      }
    }
    return null;
  }

  private Outcome outcome(Worker worker, PendingTask task, byte[] bytes, ByteBuffer answer) {
    return Messages.kind(answer) == Messages.RETURNED
        ? new Outcome.Returned(codec, bytes, task, worker)
        : new Outcome.Thrown(codec, bytes);
  }

  /// Gives a worker what it has room for; without anything to do, looks after the others.
  private void refill(Worker worker) {
    while (worker.hasRoom()) {
      PendingTask task = queue.poll();
      if (task == null) {
        break;
      }
      give(worker, task);
    }
    if (worker.isUsedUp() && !worker.stopping) {
      stop(worker);
      replace();
    } else if (worker.isIdle()) {
      lookForHeldUp();
      watchIdle(worker);
    }
  }

  /// Starts workers for what waits, in the queue or in line.
  private void replace() {
    int waiting = queue.size() + (someWait() ? 1 : 0);
    for (int i = Math.min(waiting, settings.workers()); i > 0 && broken == null; i--) {
      startWorker();
    }
    workers.stream().filter(Worker::hasRoom).toList().forEach(this::refill);
  }

  private void ended(Worker worker, WorkerEnd end) {
    lock.lock();
    try {
      workers.remove(worker);
      for (PendingTask task : worker.removeBehind(end.started())) {
        putBack(task);
      }
      for (PendingTask task : worker.line()) {
        leaveWorker(task);
        lose(task, end);
      }
      worker.freeParcels();
      if (!worker.stopping) {
        judge(end);
      }
      replace();
      stopIfDone();
      workerEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A worker died in the middle of a task.
  private void lose(PendingTask task, WorkerEnd end) {
    if (!task.settled && task.attempt <= task.options.retries() && broken == null) {
      task.attempt++;
      queue.putBack(task);
    } else {
      settle(task, new Outcome.Lost(WorkerDiedException.of(task, task.attempt, end)));
    }
  }

  /// A worker has ended unasked.
  private void judge(WorkerEnd end) {
    Throwable failure = end.failure();
    if (!end.ready()) {
      failedStarts++;
      if (failedStarts >= MOST_FAILED_STARTS) {
        Throwable cause = failure != null ? failure : WorkerDiedException.beforeFirstTask(end);
        giveUp(
            "Pool '%s' is broken: %d workers in a row did not get as far as their first task. "
                    .formatted(settings.name(), failedStarts)
                + "See the cause, and make another pool.",
            cause);
      }
    } else if (restarts.isExceeded(System.nanoTime())) {
      giveUp(
          "Pool '%s' is broken: more than %d workers died within %s. "
                  .formatted(settings.name(), settings.maxDeaths(), settings.deathPeriod())
              + "See the cause; ProcessPoolBuilder.restartLimit allows more.",
          WorkerDiedException.unasked(end));
    }
  }

  private void giveUpWithout(RuntimeException cause) {
    if (workers.isEmpty()) {
      giveUp(
          "Pool '%s' is broken: no worker can be started. See the cause, and make another pool."
              .formatted(settings.name()),
          cause);
    }
  }

  private void giveUp(String message, Throwable cause) {
    if (broken == null) {
      broken = new BrokenPoolException(message, cause);
      workers.forEach(this::takeBack);
      for (PendingTask task : queue.drain()) {
        settle(task, new Outcome.Lost(new BrokenPoolException(message, cause)));
      }
      List.copyOf(workers).forEach(this::stop);
    }
  }

  // ---- what waits in line ----

  private void putBack(PendingTask task) {
    leaveWorker(task);
    if (!task.settled) {
      queue.putBack(task);
    }
  }

  private void takeBack(Worker worker) {
    worker.takeBack().forEach(this::putBack);
  }

  private void lookForHeldUp() {
    if (!looking && hasIdle() && someWait()) {
      looking = true;
      timer.after(LOOK_NANOS, this::giveAway);
    }
  }

  private boolean hasIdle() {
    for (Worker worker : workers) { // a stream would take longer than all else here
      if (worker.isIdle() && worker.hasRoom()) {
        return true;
      }
    }
    return false;
  }

  private boolean someWait() {
    for (Worker worker : workers) {
      if (worker.someWait()) {
        return true;
      }
    }
    return false;
  }

  private void giveAway() {
    lock.lock();
    try {
      looking = false;
      if (hasIdle()) {
        workers.stream().filter(Worker::isHeldUp).forEach(this::takeBack);
        workers.stream().filter(Worker::isIdle).toList().forEach(this::refill);
        lookForHeldUp();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- time ----

  private void watchTimeout(PendingTask task, int place, Duration timeout, long nanos) {
    Worker worker = task.worker;
    task.timer =
        timer.after(
            nanos,
            () -> {
              lock.lock();
              try {
                if (worker != null && !task.settled && worker.hasAt(task, place)) {
                  lookAtTimeout(worker, task, timeout);
                }
              } finally {
                lock.unlock();
              }
            });
  }

  private void lookAtTimeout(Worker worker, PendingTask task, Duration timeout) {
    boolean started = worker.hasStarted(task);
    long left =
        started
            ? worker.workplace.startedAt() + timeout.toNanos() - System.nanoTime()
            : Math.min(timeout.toNanos(), LOOK_NANOS * 10);
    if (left > 0) {
      watchTimeout(task, task.place, timeout, left);
    } else {
      settle(task, new Outcome.Lost(new TaskTimeoutException(task, timeout, worker.toString())));
      interrupt(worker, task);
    }
  }

  /// Interrupts a task that is settled, and kills its worker if it does not end.
  private void interrupt(Worker worker, PendingTask task) {
    int place = task.place;
    worker.workplace.interrupt(place);
    timer.after(
        GRACE_NANOS,
        () -> {
          lock.lock();
          try {
            if (worker.hasAt(task, place)) {
              kill(worker);
            }
          } finally {
            lock.unlock();
          }
        });
  }

  private void watchIdle(Worker worker) {
    Duration timeout = settings.idleTimeout();
    worker.idleSince = System.nanoTime();
    if (timeout != null && !worker.idleWatched) {
      worker.idleWatched = true;
      timer.after(timeout.toNanos(), () -> lookAtIdle(worker, timeout));
    }
  }

  private void lookAtIdle(Worker worker, Duration timeout) {
    lock.lock();
    try {
      worker.idleWatched = false;
      long left = worker.idleSince + timeout.toNanos() - System.nanoTime();
      if (!worker.isIdle() || worker.stopping) {
        return;
      }
      if (left <= 0) {
        stop(worker);
      } else {
        worker.idleWatched = true;
        timer.after(left, () -> lookAtIdle(worker, timeout));
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- ends of tasks ----

  /// A task's future was cancelled.
  void cancel(PendingTask task, boolean interrupt) {
    lock.lock();
    try {
      if (!markSettled(task)) {
        return;
      }
      Worker worker = task.worker;
      if (worker == null) {
        queue.discount();
      } else if (!worker.hasStarted(task)) {
        takeBack(worker);
        replace();
      }
      if (interrupt && task.worker != null) { // also if it has started this moment
        interrupt(task.worker, task);
      }
    } finally {
      lock.unlock();
    }
  }

  private void settle(PendingTask task, Outcome outcome) {
    if (markSettled(task)) {
      task.future.settle(outcome);
    }
  }

  private boolean markSettled(PendingTask task) {
    if (task.settled) {
      return false;
    }
    task.settled = true;
    unsettled--;
    stopIfDone();
    return true;
  }

  private static void leaveWorker(PendingTask task) {
    task.worker = null;
    if (task.parcel != null) {
      task.parcel.free();
      task.parcel = null;
    }
    if (task.timer != null) {
      task.timer.cancel(false);
      task.timer = null;
    }
  }

  // ---- ends of workers, and of the pool ----

  private void stop(Worker worker) {
    worker.stopping = true;
    if (worker.isIdle() && !worker.workplace.isReady()) {
      worker.workplace.kill(); // nothing has begun there
    } else {
      worker.workplace.send(Messages.stop());
      timer.after(EXIT_GRACE_NANOS, () -> killIfDone(worker));
    }
  }

  /// A worker's end may take its time, but only while it has a task.
  private void killIfDone(Worker worker) {
    lock.lock();
    try {
      if (worker.line().stream().allMatch(task -> task.settled)) {
        kill(worker);
      } else {
        timer.after(EXIT_GRACE_NANOS, () -> killIfDone(worker));
      }
    } finally {
      lock.unlock();
    }
  }

  private void kill(Worker worker) {
    worker.stopping = true;
    worker.workplace.kill();
  }

  private void stopIfDone() {
    if (shutdown && unsettled == 0) {
      workers.stream().filter(worker -> !worker.stopping).toList().forEach(this::stop);
    }
  }

  void shutdown() {
    lock.lock();
    try {
      shutdown = true;
      stopIfDone();
      workerEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Shuts down, and settles all tasks.
  ///
  /// @return those that were not started; their futures, and those of the others, are for the
  ///   caller to cancel
  Unfinished shutdownNow() {
    lock.lock();
    try {
      shutdown = true;
      workers.forEach(this::takeBack);
      List<PendingTask> waiting = queue.drain();
      List<PendingTask> running = workers.stream().flatMap(w -> w.line().stream()).toList();
      for (PendingTask task : running) {
        interrupt(task.worker, task);
      }
      waiting.forEach(this::markSettled);
      running.forEach(this::markSettled);
      shutdown();
      return new Unfinished(waiting, running);
    } finally {
      lock.unlock();
    }
  }

  /// What was left when the pool was shut down.
  record Unfinished(List<PendingTask> waiting, List<PendingTask> running) {}

  boolean isShutdown() {
    lock.lock();
    try {
      return shutdown || broken != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isTerminated() {
    lock.lock();
    try {
      return isOver();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return (shutdown || broken != null) && unsettled == 0 && workers.isEmpty();
  }

  /// @return whether it is terminated
  boolean awaitTermination(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (!isOver()) {
        if (left <= 0) {
          return false;
        }
        left = workerEnded.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
