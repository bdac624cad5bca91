package io.tandem.pool;

import io.tandem.lock.FlightRecording;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is noted of a worker from its start to its end, for insights and for a flight recorder.
/// Under the scheduler's lock. All of it comes from what the worker answers anyway.
final class WorkerRecord {
  private final Worker worker;
  private final long startedAt = System.nanoTime();
  private final @Nullable WorkerStartEvent start =
      FlightRecording.isOn() ? WorkerStartEvent.beginNow() : null;

  private boolean ready;
  private long readyAt;
  private long initNanos;
  private long workNanos;
  private boolean stopped;
  private long stoppedAt;
  private long tasks;
  private @Nullable WorkerEnd end;
  private long endedAt;

  WorkerRecord(Worker worker) {
    this.worker = worker;
  }

  /// It takes tasks.
  ///
  /// @param nanos that its initializer took
  void ready(long nanos) {
    ready = true;
    readyAt = System.nanoTime();
    initNanos = nanos;
    if (start != null) {
      start.end(worker);
    }
  }

  /// It has run a task.
  ///
  /// @param nanos that it took
  void answered(long nanos) {
    workNanos += nanos;
    tasks++;
    if (stopped) {
      stoppedAt = System.nanoTime(); // only now can it end
    }
  }

  /// It is to end.
  void stopped() {
    if (!stopped) {
      stopped = true;
      stoppedAt = System.nanoTime();
    }
  }

  void ended(WorkerEnd end) {
    this.end = end;
    endedAt = System.nanoTime();
    if (FlightRecording.isOn()) {
      WorkerExitEvent.commit(end, stopped, tasks);
    }
  }

  boolean hasEnded() {
    return end != null;
  }

  WorkerInsights insights() {
    long now = end == null ? System.nanoTime() : endedAt;
    long last = stopped ? stoppedAt : now;
    long start = (ready ? readyAt : last) - startedAt;
    long working = workNanos + (end == null ? worker.runningNanos(now) : 0);
    return new WorkerInsights(
        end == null ? worker.toString() : end.worker(),
        nanos(start - initNanos),
        nanos(initNanos),
        nanos(last - startedAt - start - working),
        nanos(working),
        nanos(now - last),
        tasks,
        Optional.ofNullable(end).map(WorkerEnd::cause));
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos));
  }
}
