package io.tandem.pool;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Starts workers, as many as there may be, and stops them. Under the scheduler's lock.
final class Staffing {
  private static final long EXIT_GRACE_NANOS = SECONDS.toNanos(10); // for a worker's end

  private final Scheduler scheduler;
  private final PoolSettings settings;
  private final Function<Set<Class<?>>, Workplace> workplaces;
  private final PoolTimer timer;
  private final Crew crew;
  private final Map<Worker, Alarm> idlers = new HashMap<>();
  private final Map<Worker, Alarm> endings = new HashMap<>();
  private int most;
  private final Set<@Nullable ClassLoader> loaders = new HashSet<>(); // of the tasks' classes
  private final Set<Class<?>> samples = new HashSet<>(); // at least one of each loader

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
    crew.all(worker -> !worker.isStopping()).stream().skip(workers).forEach(this::stop);
  }

  /// What is started from now on must be able to run tasks made of these classes, too.
  void mustRun(Set<Class<?>> classes) {
    for (Class<?> type : classes) {
      if (loaders.add(type.getClassLoader())) {
        samples.addAll(classes);
      }
    }
  }

  /// Starts a worker if there may be one more.
  void start() {
    if (crew.active() >= most) {
      return;
    }
    Worker worker;
    try {
      Workplace workplace = workplaces.apply(Set.copyOf(samples));
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
    crew.all(worker -> !worker.isStopping()).forEach(this::stop);
  }

  /// Lets a worker end when it has done what it has.
  void stop(Worker worker) {
    worker.stop();
    giveTimeToEnd(worker);
  }

  private void giveTimeToEnd(Worker worker) {
    endings
        .computeIfAbsent(
            worker,
            _ -> new Alarm(timer::afterGrace, EXIT_GRACE_NANOS, () -> killIfUnwanted(worker)))
        .set();
  }

  /// A worker's end may take longer only while it has a task that somebody waits for.
  private void killIfUnwanted(Worker worker) {
    if (worker.line().stream().allMatch(task -> task.settled)) {
      worker.kill();
    } else {
      giveTimeToEnd(worker);
    }
  }

  /// A worker has nothing to do: it ends if that stays so for too long, or at once if it was
  /// stopped, for which it has time from now on.
  void idle(Worker worker) {
    Duration timeout = settings.idleTimeout();
    if (worker.isStopping()) {
      giveTimeToEnd(worker);
    } else if (timeout != null) {
      idlers
          .computeIfAbsent(
              worker,
              _ -> new Alarm(timer::after, NANOSECONDS.convert(timeout), () -> stopIfIdle(worker)))
          .set();
    }
  }

  private void stopIfIdle(Worker worker) {
    if (worker.isIdle() && !worker.isStopping()) {
      stop(worker);
    }
  }

  /// A worker has ended.
  void ended(Worker worker) {
    crew.remove(worker);
    for (Map<Worker, Alarm> alarms : List.of(idlers, endings)) {
      Alarm alarm = alarms.remove(worker);
      if (alarm != null) {
        alarm.cancel();
      }
    }
  }
}
