package io.tandem.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.tandem.codec.Codec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a pool tells of its work: to its listeners meanwhile, and to whoever asks.
final class Reports {
  private static final long PERIOD_NANOS = MILLISECONDS.toNanos(100);

  private final PoolSettings settings;
  private final Lock lock;
  private final PoolTimer timer;
  private final Crew crew;
  private final Codec codec;
  private final Ledger ledger = new Ledger();
  private final Tally tally = new Tally();
  private final Deliveries deliveries;
  private boolean ticking;
  private @Nullable PoolProgress last;

  /// @param lock of the scheduler
  /// @param codec that finds the classes of the pool's user
  Reports(PoolSettings settings, Lock lock, PoolTimer timer, Crew crew, Codec codec) {
    this.settings = settings;
    this.lock = lock;
    this.timer = timer;
    this.crew = crew;
    this.codec = codec;
    this.deliveries = new Deliveries(settings);
  }

  // ---- the scheduler, under its lock ----

  void started(Worker worker) {
    ledger.started(worker);
  }

  void answered(Worker worker, PendingTask task, long nanos) {
    ledger.answered(worker, task, nanos);
  }

  void ended(Worker worker, WorkerEnd end) {
    ledger.ended(worker, end);
  }

  void settled(PendingTask task, Tally.End end) {
    tally.settled(task, end);
  }

  void submitted(PendingTask task) {
    tally.submitted(task);
    if (!ticking && settings.onProgress() != null) {
      ticking = true;
      timer.after(PERIOD_NANOS, this::tick);
    }
  }

  private void tick() {
    ticking = !tally.isAllOver();
    tell();
    if (ticking) {
      timer.after(PERIOD_NANOS, this::tick);
    }
  }

  private void tell() {
    PoolProgress now = progress();
    if (settings.onProgress() != null && !now.equals(last)) {
      last = now;
      deliveries.progress(now);
    }
  }

  private PoolProgress progress() {
    long now = System.nanoTime();
    List<RunningTask> running =
        crew.all(_ -> true).stream().flatMap(worker -> running(worker, now).stream()).toList();
    return tally.progress(settings.name(), running);
  }

  private static Optional<RunningTask> running(Worker worker, long now) {
    PendingTask task = worker.running(); // asked once: the worker goes on meanwhile
    if (task == null) {
      return Optional.empty();
    }
    double fraction = worker.workplace.progress(task.place);
    return Optional.of(
        new RunningTask(
            task.number,
            Optional.ofNullable(task.options.name()),
            task.items(),
            worker.toString(),
            Duration.ofNanos(worker.runningNanos(now)),
            fraction < 0 ? OptionalDouble.empty() : OptionalDouble.of(fraction)));
  }

  // ---- anybody, without the lock ----

  /// So many items will be submitted; or will not be, if there are less than none.
  void expect(long items) {
    tally.expect(items);
  }

  /// A task has logged something.
  void logged(Worker worker, byte[] bytes, ByteBuffer message) {
    Object[] what = (Object[]) Codec.data().decode(Messages.value(bytes));
    deliveries.log(
        new LogLine(
            worker.toString(),
            Messages.number(message),
            Optional.ofNullable((String) what[0]),
            (String) what[1]));
  }

  /// How far the pool is.
  PoolProgress now() {
    return locked(this::progress);
  }

  PoolInsights insights() {
    List<SlowTasks.Entry> slowest = locked(ledger::slowest);
    return new PoolInsights(
        settings.name(),
        locked(ledger::workers),
        slowest.stream().map(task -> task.tell(codec)).toList());
  }

  /// Waits until the listener for progress has heard all, if there is one and it is quick.
  void awaitProgress() {
    if (settings.onProgress() != null) {
      await();
    }
  }

  /// Waits until the listeners have heard all, as far as they are quick.
  void await() {
    locked(
        () -> {
          tell();
          return true;
        });
    deliveries.await();
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }
}
