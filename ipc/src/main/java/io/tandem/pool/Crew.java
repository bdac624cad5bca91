package io.tandem.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The workers of a pool that have not ended, under the scheduler's lock. Loops, not streams: most
/// of it is done for each task.
final class Crew {
  private final List<Worker> workers = new ArrayList<>();

  void add(Worker worker) {
    workers.add(worker);
  }

  void remove(Worker worker) {
    workers.remove(worker);
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /// Those of which something is true, as they are now.
  List<Worker> all(Predicate<Worker> condition) {
    return workers.stream().filter(condition).toList();
  }

  /// How many take tasks.
  int active() {
    int active = 0;
    for (Worker worker : workers) {
      active += worker.isStopping() ? 0 : 1;
    }
    return active;
  }

  /// One with room that is ready and idle; else one that is ready; else one that starts.
  @Nullable Worker bestWithRoom() {
    Worker best = null;
    for (Worker worker : workers) {
      if (worker.hasRoom() && (best == null || isBetter(worker, best))) {
        best = worker;
      }
    }
    return best;
  }

  private static boolean isBetter(Worker one, Worker other) {
    return one.isReady() != other.isReady() ? one.isReady() : one.lineLength() < other.lineLength();
  }

  /// Whether a worker has nothing to do and could begin at once.
  boolean hasIdle() {
    for (Worker worker : workers) {
      if (worker.isReady() && worker.isIdle() && worker.hasRoom()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a task of a lower priority than this waits in some worker's line.
  boolean someWaitBelow(int priority) {
    for (Worker worker : workers) {
      if (worker.someWaitBelow(priority)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a task waits in some worker's line.
  boolean someWait() {
    for (Worker worker : workers) {
      if (worker.someWait()) {
        return true;
      }
    }
    return false;
  }
}
