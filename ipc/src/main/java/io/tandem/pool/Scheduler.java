package io.tandem.pool;

import io.tandem.codec.Codec;
import java.nio.ByteBuffer;
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
/// what waits there when one of it is cancelled, or when a task of a higher priority comes. Tasks
/// that a dead worker did not start likewise.
final class Scheduler {
  private final PoolSettings settings;
  private final Codec codec = Codec.data(); // finds classes as the thread does that makes the pool

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workerEnded = lock.newCondition();
  private final Crew crew = new Crew();
  private final Health health;
  private final Reports reports;
  private final OutputListener output;
  private final Timeouts timeouts;
  private final Dispatch dispatch;
  private final Staffing staffing;
  private boolean shutdown;
  private volatile boolean stopped; // at once, with tasks left
  private @Nullable BrokenPoolException broken;
  private long lastNumber;
  private int unsettled;

  /// @param workplaces makes one where tasks made of these classes can run
  Scheduler(PoolSettings settings, Function<Set<Class<?>>, Workplace> workplaces) {
    this.settings = settings;
    var timer = new PoolTimer(settings, lock);
    this.health = new Health(settings);
    this.output = settings.worker().output();
    this.reports = new Reports(settings, lock, timer, crew, codec);
    this.timeouts = new Timeouts(this, timer);
    this.dispatch = new Dispatch(this, timer, crew, timeouts);
    this.staffing = new Staffing(this, settings, workplaces, timer, crew);
  }

  // ---- submission ----

  /// @param message as [TaskCall] makes it
  /// @param classes that it is made of
  /// @param items how many of a map or a stream it stands for, or 1
  TaskFuture<Object> submit(byte[] message, Set<Class<?>> classes, TaskOptions options, int items) {
    TaskOptions complete = settings.complete(options);
    lock.lock();
    try {
      requireOpen();
      dispatch.ship(classes);
      staffing.mustRun(classes);
      var task = new PendingTask(this, ++lastNumber, message, complete);
      Worker best = crew.bestWithRoom();
      if (best == null || !best.isIdle()) {
        staffing.start();
        requireOpen();
        best = best == null ? crew.bestWithRoom() : best;
      }
      unsettled++;
      task.future.items = items;
      reports.submitted(task);
      dispatch.take(task, best);
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

  // ---- answers ----

  /// A worker has said something.
  ///
  /// @return whether it has something to do
  boolean answered(Worker worker, byte[] bytes, ByteBuffer answer) {
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
      busy = !worker.isIdle() || worker.isStopping();
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
      case Messages.READY -> worker.ready(Messages.number(answer));
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
  void refill(Worker worker) {
    dispatch.fill(worker);
    if (worker.isUsedUp() && !worker.isStopping()) {
      staffing.stop(worker);
      replace();
    } else if (worker.isIdle()) {
      dispatch.lookForHeldUp();
      staffing.idle(worker);
    }
  }

  // ---- workers come and go ----

  /// Changes how many workers there may be. Those too many end when they have done what they have.
  void resize(int workers) {
    lock.lock();
    try {
      staffing.setMost(workers);
      replace();
    } finally {
      lock.unlock();
    }
  }

  int workers() {
    lock.lock();
    try {
      return staffing.most();
    } finally {
      lock.unlock();
    }
  }

  /// Takes back from a worker what it has not started.
  void takeBack(Worker worker) {
    dispatch.takeBack(worker);
  }

  /// Starts workers for what waits, in the queue or in line.
  void replace() {
    for (int i = Math.min(dispatch.waiting(), staffing.most()); i > 0 && broken == null; i--) {
      staffing.start();
    }
    dispatch.letOvertake();
    crew.all(Worker::hasRoom).forEach(this::refill);
  }

  /// One more worker could not be made.
  void noWorker(Throwable cause) {
    if (crew.isEmpty()) {
      giveUp(health.noWorker(cause));
    }
  }

  /// A worker has ended, after its last answer.
  void ended(Worker worker, WorkerEnd end) {
    lock.lock();
    try {
      staffing.ended(worker);
      reports.ended(worker, end);
      dispatch.putBack(worker.removeBehind(end.started()));
      for (PendingTask task : worker.line()) {
        task.leaveWorker();
        lose(task, end);
      }
      BrokenPoolException verdict = worker.isStopping() ? null : health.judge(end);
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
      dispatch.putBack(List.of(task));
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
      dispatch.drain().forEach(task -> settle(task, new Outcome.Lost(verdict.again())));
      staffing.stopAll();
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
        dispatch.discount();
      } else if (!worker.hasStarted(task)) {
        takeBack(worker);
        replace();
      }
      if (interrupt && task.worker != null) { // also if it has started this moment
        timeouts.interrupt(task.worker, task);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Says what became of a task, unless that is known.
  void settle(PendingTask task, Outcome outcome) {
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
    task.settle();
    reports.settled(task, end);
    unsettled--;
    stopIfDone();
    return true;
  }

  // ---- ends of workers, and of the pool ----

  private void stopIfDone() {
    if (shutdown && unsettled == 0) {
      staffing.stopAll();
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
      stopped = true;
      crew.all(_ -> true).forEach(this::takeBack);
      List<NotStarted> waiting = dispatch.drain().stream().map(NotStarted::new).toList();
      List<PendingTask> running =
          crew.all(_ -> true).stream().flatMap(worker -> worker.line().stream()).toList();
      for (PendingTask task : running) {
        timeouts.interrupt(task.worker, task);
      }
      waiting.forEach(each -> markSettled(each.task(), Tally.End.CANCELLED));
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
  record Unfinished(List<NotStarted> waiting, List<PendingTask> running) {}

  boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  /// Whether it was shut down without waiting for its tasks.
  boolean isStopped() {
    return stopped;
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
