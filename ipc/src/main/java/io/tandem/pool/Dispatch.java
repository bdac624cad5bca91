package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives tasks to workers, keeps those for which none has room, and takes back what waits in some
/// worker's line when another one is idle, or when a task comes that goes first. Under the
/// scheduler's lock.
final class Dispatch {
  private static final long LOOK_NANOS = MILLISECONDS.toNanos(1); // for tasks that hold others up

  private final Scheduler scheduler;
  private final PoolTimer timer;
  private final Crew crew;
  private final Timeouts timeouts;
  private final TaskQueue queue = new TaskQueue();
  private final ClassShipments shipments = new ClassShipments();
  private boolean looking;

  Dispatch(Scheduler scheduler, PoolTimer timer, Crew crew, Timeouts timeouts) {
    this.scheduler = scheduler;
    this.timer = timer;
    this.crew = crew;
    this.timeouts = timeouts;
  }

  /// Tasks will come that are made of these classes.
  void ship(Set<Class<?>> classes) {
    shipments.add(classes);
  }

  // ---- to and fro ----

  /// A task has come.
  ///
  /// @param best the worker to give it to, or null if none has room
  void take(PendingTask task, @Nullable Worker best) {
    boolean overtakes =
        (best == null || !best.isIdle()) && crew.someWaitBelow(task.options.priority());
    if (best != null && !overtakes) {
      give(best, task);
      lookForHeldUp();
      return;
    }
    queue.add(task);
    if (overtakes) {
      scheduler.replace();
    }
  }

  /// Takes back what would start before the next task, though it is of a lower priority.
  void letOvertake() {
    PendingTask next = queue.peek();
    if (next != null) {
      int priority = next.options.priority();
      crew.all(worker -> worker.someWaitBelow(priority)).forEach(this::takeBack);
    }
  }

  /// Gives a worker a task.
  void give(Worker worker, PendingTask task) {
    try {
      worker.sendClasses(shipments.all());
      worker.give(task);
    } catch (RuntimeException e) { // there is no room for a long one
      scheduler.settle(task, new Outcome.Lost(e));
      return;
    }
    timeouts.watch(worker, task);
  }

  /// Gives a worker what it has room for.
  void fill(Worker worker) {
    while (worker.hasRoom()) {
      PendingTask task = queue.poll();
      if (task == null) {
        return;
      }
      give(worker, task);
    }
  }

  /// Takes back from a worker what it has not started.
  void takeBack(Worker worker) {
    putBack(worker.takeBack());
  }

  /// @param tasks the last one first
  void putBack(List<PendingTask> tasks) {
    for (PendingTask task : tasks) {
      task.leaveWorker();
      if (!task.settled) {
        queue.putBack(task);
      }
    }
  }

  // ---- what no worker has room for ----

  /// A task that waits was settled.
  void discount() {
    queue.discount();
  }

  /// All that wait, which do no more.
  List<PendingTask> drain() {
    return queue.drain();
  }

  /// How many more workers could find something to do, at most.
  int waiting() {
    return queue.size() + (crew.someWait() ? 1 : 0);
  }

  // ---- what waits in line ----

  /// If a worker is idle, looks soon whether others are held up.
  void lookForHeldUp() {
    if (!looking && crew.hasIdle() && crew.someWait()) {
      looking = true;
      timer.after(LOOK_NANOS, this::giveAway);
    }
  }

  private void giveAway() {
    looking = false;
    if (crew.hasIdle()) {
      crew.all(Worker::isHeldUp).forEach(this::takeBack);
      letOvertake();
      crew.all(worker -> worker.isReady() && worker.isIdle()).forEach(this::fill);
      crew.all(Worker::isIdle).forEach(this::fill);
      lookForHeldUp();
    }
  }
}
