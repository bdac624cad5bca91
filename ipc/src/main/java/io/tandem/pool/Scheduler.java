package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tandem.codec.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gives tasks to workers, and replaces workers: the heart of a pool, under one lock.
///
/// **Invariant.** While a task waits in the queue, every worker's line is full. While one waits
/// there, or in a line, there are as many workers as there may be. So whatever makes room fills it:
/// an answer, an end, a start.
///
/// **Taking back.** A worker with short tasks has some in line. When another one is idle and a task
/// turns out longer than those before it, what waits behind it is taken back and given away; so is
/// what waits there when one of it is cancelled. Tasks that a dead worker did not start likewise.
final class Scheduler {
  private static final long LOOK_NANOS = MILLISECONDS.toNanos(1); // for tasks that hold others up
  private static final long UNSTARTED_NANOS = MILLISECONDS.toNanos(10); // to look when it starts
  private static final long GRACE_NANOS = SECONDS.toNanos(1); // for a task that is interrupted
  private static final long EXIT_GRACE_NANOS = SECONDS.toNanos(10); // for a worker's end

  private final PoolSettings settings;
  private final Function<Set<Class<?>>, Workplace> workplaces;
  private final Codec codec = Codec.data(); // finds classes as the thread does that makes the pool

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workerEnded = lock.newCondition();
  private final PoolTimer timer;
  private final TaskQueue queue = new TaskQueue();
  private final Crew crew = new Crew();
  private final Health health;
  private final Reports reports;
  private final OutputListener output;
  private final ClassShipments shipments = new ClassShipments();
  private Set<Class<?>> sampleClasses = Set.of();
  private boolean shutdown;
  private @Nullable BrokenPoolException broken;
  private int workers; // how many there may be
  private long lastNumber;
  private int unsettled;
  private boolean looking;

  /// @param workplaces makes one where tasks made of these classes can run
  Scheduler(PoolSettings settings, Function<Set<Class<?>>, Workplace> workplaces) {
    this.settings = settings;
    this.workplaces = workplaces;
    this.workers = settings.workers();
    this.timer = new PoolTimer(settings.name(), lock);
    this.health = new Health(settings);
    this.output = settings.worker().output();
    this.reports = new Reports(settings, lock, timer, crew, codec);
  }

  // ---- submission ----

  /// @param message as [TaskCall] makes it of the code
  /// @param classes that it is made of
  /// @param items how many of a map or a stream it stands for, or 1
  TaskFuture<Object> submit(
      TaskCode code, byte[] message, Set<Class<?>> classes, TaskOptions options, int items) {
    TaskOptions complete = settings.complete(options);
    lock.lock();
    try {
      requireOpen();
      shipments.add(classes);
      sampleClasses = classes;
      var task = new PendingTask(this, ++lastNumber, code, message, complete);
      Worker best = crew.bestWithRoom();
      if (best == null || !best.isIdle()) {
        startWorker();
        requireOpen();
        best = best == null ? crew.bestWithRoom() : best;
      }
      unsettled++;
      task.items = items;
      reports.submitted(task);
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
      throw broken.again();
    }
    if (shutdown) {
      throw new RejectedExecutionException(
          "Cannot submit a task to pool '%s': it was shut down. Make another one."
              .formatted(settings.name()));
    }
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
      watchTimeout(worker, task, timeout, NANOSECONDS.convert(timeout));
    }
  }

  // ---- answers ----

  /// @return whether the worker has something to do
  private boolean answered(Worker worker, byte[] bytes, ByteBuffer answer) {
    if (Messages.kind(answer) == Messages.LOG) {
      reports.logged(worker, bytes, answer);
      return true;
    }
    PendingTask task;
    boolean busy;
    boolean over = Messages.isEndOfTask(answer);
    Printed printed = over ? worker.workplace.printed(Messages.place(answer)) : Printed.NOTHING;
    boolean tooLarge = over && worker.workplace.isTooLarge();
    lock.lock();
    try {
      if (tooLarge) {
        worker.retire();
      }
      task = takeAnswer(worker, answer, printed);
      refill(worker);
      busy = !worker.isIdle() || worker.stopping;
    } finally {
      lock.unlock();
    }
    if (task != null) {
      boolean returned = Messages.kind(answer) == Messages.RETURNED;
      Outcome outcome =
          returned
              ? new Outcome.Returned(codec, bytes, task, worker)
              : new Outcome.Thrown(codec, bytes);
      task.future.settle(output.before(outcome, task, worker, printed));
    }
    return busy;
  }

  /// The task whose result it is, if somebody wants it.
  private @Nullable PendingTask takeAnswer(Worker worker, ByteBuffer answer, Printed printed) {
    switch (Messages.kind(answer)) {
      case Messages.READY -> {
        worker.ready = true;
        worker.record.ready(Messages.number(answer));
      }
      case Messages.SKIPPED -> worker.skipped(Messages.number(answer));
      default -> {
        PendingTask task = worker.answered(Messages.place(answer), Messages.number(answer));
        health.works();
        reports.answered(worker, task, Messages.number(answer));
        task.leaveWorker();
        if (markSettled(task, answer)) {
          return task;
        }
        output.apart(task, worker, printed);
      }
    }
    return null;
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

  // ---- workers come and go ----

  /// Starts a worker if there may be one more.
  private void startWorker() {
    if (crew.active() >= workers) {
      return;
    }
    Workplace workplace;
    try {
      workplace = workplaces.apply(sampleClasses);
    } catch (RuntimeException e) { // there is no shared memory for it
      if (crew.isEmpty()) {
        giveUp(health.noWorker(e));
      }
      return;
    }
    var worker = new Worker(workplace, settings.maxTasksPerWorker());
    crew.add(worker);
    reports.started(worker);
    workplace.start(
        new Workplace.Listener() {
          @Override
          public boolean answered(byte[] bytes, ByteBuffer answer) {
            return Scheduler.this.answered(worker, bytes, answer);
          }

          @Override
          public void ended(WorkerEnd end) {
            Scheduler.this.ended(worker, end);
          }
        });
  }

  /// Changes how many workers there may be. Those too many end when they have done what they have.
  void resize(int workers) {
    lock.lock();
    try {
      this.workers = workers;
      crew.all(worker -> !worker.stopping).stream().skip(workers).forEach(this::stop);
      replace();
    } finally {
      lock.unlock();
    }
  }

  int workers() {
    lock.lock();
    try {
      return workers;
    } finally {
      lock.unlock();
    }
  }

  /// Starts workers for what waits, in the queue or in line.
  private void replace() {
    int waiting = queue.size() + (crew.someWait() ? 1 : 0);
    for (int i = Math.min(waiting, workers); i > 0 && broken == null; i--) {
      startWorker();
    }
    crew.all(Worker::hasRoom).forEach(this::refill);
  }

  private void ended(Worker worker, WorkerEnd end) {
    lock.lock();
    try {
      crew.remove(worker);
      reports.ended(worker, end);
      worker.removeBehind(end.started()).forEach(this::putBack);
      for (PendingTask task : worker.line()) {
        task.leaveWorker();
        lose(task, end);
      }
      BrokenPoolException verdict = worker.stopping ? null : health.judge(end);
      worker.end();
      if (verdict != null) {
        giveUp(verdict);
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
    if (task.settled) {
      output.apart(task, end.worker(), end.printed());
    } else if (task.attempt <= task.options.retries() && broken == null) {
      output.apart(task, end.worker(), end.printed());
      task.attempt++;
      queue.putBack(task);
    } else {
      Outcome died = new Outcome.Lost(WorkerDiedException.of(task, task.attempt, end));
      settle(task, output.before(died, task, end.worker(), end.printed()));
    }
  }

  private void giveUp(BrokenPoolException verdict) {
    if (broken == null) {
      broken = verdict;
      shutdown = true;
      crew.all(_ -> true).forEach(this::takeBack);
      queue.drain().forEach(task -> settle(task, new Outcome.Lost(verdict.again())));
      crew.all(worker -> !worker.stopping).forEach(this::stop);
    }
  }

  // ---- what waits in line ----

  private void putBack(PendingTask task) {
    task.leaveWorker();
    if (!task.settled) {
      queue.putBack(task);
    }
  }

  private void takeBack(Worker worker) {
    worker.takeBack().forEach(this::putBack);
  }

  private void lookForHeldUp() {
    if (!looking && crew.hasIdle() && crew.someWait()) {
      looking = true;
      timer.after(LOOK_NANOS, this::giveAway);
    }
  }

  private void giveAway() {
    looking = false;
    if (crew.hasIdle()) {
      crew.all(Worker::isHeldUp).forEach(this::takeBack);
      crew.all(worker -> worker.ready && worker.isIdle()).forEach(this::refill);
      crew.all(Worker::isIdle).forEach(this::refill);
      lookForHeldUp();
    }
  }

  // ---- time ----

  private void watchTimeout(Worker worker, PendingTask task, Duration timeout, long nanos) {
    int place = task.place;
    task.timer =
        timer.after(
            nanos,
            () -> {
              if (worker.hasAt(task, place)) { // also if it was cancelled, but not interrupted
                lookAtTimeout(worker, task, timeout);
              }
            });
  }

  private void lookAtTimeout(Worker worker, PendingTask task, Duration timeout) {
    long left =
        worker.hasStarted(task)
            ? worker.workplace.startedAt() + NANOSECONDS.convert(timeout) - System.nanoTime()
            : Math.min(NANOSECONDS.convert(timeout), UNSTARTED_NANOS);
    if (left > 0) {
      watchTimeout(worker, task, timeout, left);
    } else {
      settle(task, new Outcome.Lost(new TaskTimeoutException(task, timeout, worker)));
      interrupt(worker, task);
    }
  }

  /// Interrupts a task that is settled, and kills its worker if it does not end.
  private void interrupt(Worker worker, PendingTask task) {
    int place = task.place;
    if (worker.workplace.started() == place) { // otherwise it is over, and its answer on the way
      worker.workplace.interrupt(place);
      timer.after(GRACE_NANOS, () -> killIfItGoesOn(worker, task, place));
    }
  }

  private void killIfItGoesOn(Worker worker, PendingTask task, int place) {
    if (worker.hasAt(task, place)) {
      takeBack(worker); // from now on no other can start there, and die for this one
      if (worker.workplace.started() == place) {
        worker.kill();
      }
      replace();
    }
  }

  private void watchIdle(Worker worker) {
    Duration timeout = settings.idleTimeout();
    worker.idleSince = System.nanoTime();
    if (timeout != null && !worker.idleWatched) {
      worker.idleWatched = true;
      timer.after(NANOSECONDS.convert(timeout), () -> lookAtIdle(worker, timeout));
    }
  }

  private void lookAtIdle(Worker worker, Duration timeout) {
    worker.idleWatched = false;
    if (worker.isIdle() && !worker.stopping) {
      long left = worker.idleSince + NANOSECONDS.convert(timeout) - System.nanoTime();
      if (left <= 0) {
        stop(worker);
      } else {
        worker.idleWatched = true;
        timer.after(left, () -> lookAtIdle(worker, timeout));
      }
    }
  }

  // ---- ends of tasks ----

  /// A task's future was cancelled.
  void cancel(PendingTask task, boolean interrupt) {
    lock.lock();
    try {
      if (!markSettled(task, Tally.End.CANCELLED)) {
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
    if (markSettled(task, Tally.End.FAILED)) {
      task.future.settle(outcome);
    }
  }

  private boolean markSettled(PendingTask task, ByteBuffer answer) {
    boolean returned = Messages.kind(answer) == Messages.RETURNED;
    task.failedItems = Messages.failed(answer);
    return markSettled(task, returned ? Tally.End.DONE : Tally.End.FAILED);
  }

  private boolean markSettled(PendingTask task, Tally.End end) {
    if (task.settled) {
      return false;
    }
    task.settled = true;
    reports.settled(task, end);
    unsettled--;
    stopIfDone();
    return true;
  }

  // ---- ends of workers, and of the pool ----

  private void stop(Worker worker) {
    worker.stop();
    timer.after(EXIT_GRACE_NANOS, () -> killIfDone(worker));
  }

  /// A worker's end may take its time only while it has a task that somebody waits for.
  private void killIfDone(Worker worker) {
    if (worker.line().stream().allMatch(task -> task.settled)) {
      worker.kill();
    } else {
      timer.after(EXIT_GRACE_NANOS, () -> killIfDone(worker));
    }
  }

  private void stopIfDone() {
    if (shutdown && unsettled == 0) {
      crew.all(worker -> !worker.stopping).forEach(this::stop);
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

  /// Shuts down, and settles all tasks. Their futures are for the caller to cancel.
  Unfinished shutdownNow() {
    lock.lock();
    try {
      crew.all(_ -> true).forEach(this::takeBack);
      List<PendingTask> waiting = queue.drain();
      List<PendingTask> running =
          crew.all(_ -> true).stream().flatMap(worker -> worker.line().stream()).toList();
      for (PendingTask task : running) {
        interrupt(task.worker, task);
      }
      waiting.forEach(task -> markSettled(task, Tally.End.CANCELLED));
      running.forEach(task -> markSettled(task, Tally.End.CANCELLED));
      shutdown();
      return new Unfinished(waiting, running);
    } finally {
      lock.unlock();
    }
  }

  Reports reports() {
    return reports;
  }

  /// What was left when the pool was shut down.
  ///
  /// @param waiting what was not started
  /// @param running what was
  record Unfinished(List<PendingTask> waiting, List<PendingTask> running) {}

  boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
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
    return shutdown && unsettled == 0 && crew.isEmpty();
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
