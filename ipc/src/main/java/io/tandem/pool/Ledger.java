package io.tandem.pool;

import java.util.ArrayList;
import java.util.List;

/// What is noted of a pool's work, for insights. Under the scheduler's lock.
final class Ledger {
  private static final int MOST_ENDED = 100; // that are kept apart

  private final List<WorkerRecord> workers = new ArrayList<>(); // in the order of their start
  private final SlowTasks slowest = new SlowTasks();
  private int ended;
  private int earlier;
  private WorkerInsights sumOfEarlier = WorkerInsights.none("");

  void started(Worker worker) {
    workers.add(worker.record);
  }

  void answered(Worker worker, PendingTask task, long nanos) {
    worker.record.answered(nanos);
    slowest.offer(task, nanos, worker);
  }

  void ended(Worker worker, WorkerEnd end) {
    worker.record.ended(end);
    if (++ended > MOST_ENDED) {
      int first = 0;
      while (!workers.get(first).hasEnded()) {
        first++;
      }
      ended--;
      earlier++;
      sumOfEarlier =
          sumOfEarlier.plus(workers.remove(first).insights(), "%d earlier ones".formatted(earlier));
    }
  }

  List<WorkerInsights> workers() {
    List<WorkerInsights> all = new ArrayList<>();
    if (earlier > 0) {
      all.add(sumOfEarlier);
    }
    workers.forEach(worker -> all.add(worker.insights()));
    return List.copyOf(all);
  }

  List<SlowTasks.Entry> slowest() {
    return slowest.entries();
  }
}
