package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/// Starts workers, as many as there may be, and stops them. Under the scheduler's lock.
final class Staffing {
  private static final long EXIT_GRACE_NANOS = SECONDS.toNanos(10); // for a worker's end

  private final Scheduler scheduler;
  private final PoolSettings settings;
  private final Function<Set<Class<?>>, Workplace> workplaces;
  private final PoolTimer timer;
  private final Crew crew;
  private int most;
  private Set<Class<?>> sampleClasses = Set.of();

  /// @param workplaces makes one where tasks made of these classes can run
  Staffing(
      Scheduler scheduler,
      PoolSettings settings,
      Function<Set<Class<?>>, Workplace> workplaces,
      PoolTimer timer,
      Crew crew) {
    this.scheduler = scheduler;
    this.settings = settings;
    this.workplaces = workplaces;
    this.timer = timer;
    this.crew = crew;
    this.most = settings.workers();
  }

  /// How many workers there may be.
  int most() {
    return most;
  }

  /// Changes how many there may be. Those too many end when they have done what they have.
  void setMost(int workers) {
    most = workers;
    crew.all(worker -> !worker.stopping).stream().skip(workers).forEach(this::stop);
  }

  /// What is started from now on must be able to run tasks made of these classes.
  void isFor(Set<Class<?>> classes) {
    sampleClasses = classes;
  }

  /// Starts a worker if there may be one more.
  void start() {
    if (crew.active() >= most) {
      return;
    }
    Worker worker;
    try {
      Workplace workplace = workplaces.apply(sampleClasses);
      worker = new Worker(workplace, settings.maxTasksPerWorker());
      workplace.start(listener(worker));
    } catch (RuntimeException | OutOfMemoryError e) { // no shared memory for it, or no thread
      scheduler.noWorker(e);
      return;
    }
    crew.add(worker); // before it can say anything, as that needs the lock
    scheduler.reports().started(worker);
  }

  private Workplace.Listener listener(Worker worker) {
    return new Workplace.Listener() {
      @Override
      public boolean answered(byte[] bytes, ByteBuffer answer) {
        return scheduler.answered(worker, bytes, answer);
      }

      @Override
      public void ended(WorkerEnd end) {
        scheduler.ended(worker, end);
      }
    };
  }

  /// Stops all workers.
  void stopAll() {
    crew.all(worker -> !worker.stopping).forEach(this::stop);
  }

  /// Lets a worker end when it has done what it has.
  void stop(Worker worker) {
    worker.stop();
    worker.watch(timer.afterGrace(EXIT_GRACE_NANOS, () -> killIfDone(worker)));
  }

  /// A worker's end may take its time only while it has a task that somebody waits for.
  private void killIfDone(Worker worker) {
    if (worker.line().stream().allMatch(task -> task.settled)) {
      worker.kill();
    } else {
      worker.watch(timer.afterGrace(EXIT_GRACE_NANOS, () -> killIfDone(worker)));
    }
  }

  /// A worker has nothing to do. It ends if that stays so for too long.
  void idle(Worker worker) {
    Duration timeout = settings.idleTimeout();
    worker.idleSince = System.nanoTime();
    if (timeout != null && !worker.idleWatched) {
      worker.idleWatched = true;
      worker.watch(timer.after(NANOSECONDS.convert(timeout), () -> lookAtIdle(worker, timeout)));
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
        worker.watch(timer.after(left, () -> lookAtIdle(worker, timeout)));
      }
    }
  }
}
