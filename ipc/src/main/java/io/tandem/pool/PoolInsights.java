package io.tandem.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a pool's workers have done with their time, and which tasks took longest.
///
/// **Shape.** As it was when [ProcessPool#insights()] was called, which may be after the pool's
/// end. Of workers that have ended the last 100 are told apart; those before are one entry.
///
/// **Units.** Wall-clock time in the pool's process. It is measured whether anybody asks or not, by
/// what workers answer anyway.
///
/// **Source.** mpire's `get_insights` and `print_insights`.
///
/// ```java
/// try (var pool = ProcessPool.create()) {
///   pool.map(List.of(30, 31, 32), n -> BigInteger.TWO.pow(n));
///   System.out.println(pool.insights()); // a table
///   Duration worked = pool.insights().total().working();
/// }
/// ```
///
/// @param pool its name
/// @param workers in the order of their start
/// @param slowest up to 5 tasks that are done and took longest, the longest first
public record PoolInsights(String pool, List<WorkerInsights> workers, List<SlowTask> slowest) {
  private static final String ROW = "%-32s %9s %9s %9s %9s %9s %7s  %s%n";

  /// All workers together.
  public WorkerInsights total() {
    return workers.stream()
        .reduce(WorkerInsights.none("all"), (sum, worker) -> sum.plus(worker, "all"));
  }

  /// A table for people.
  @Override
  public String toString() {
    var text = new StringBuilder("pool '%s'%n".formatted(pool));
    text.append(
        ROW.formatted("worker", "start", "init", "waiting", "working", "end", "tasks", "exit"));
    workers.forEach(worker -> append(text, worker));
    if (workers.size() > 1) {
      append(text, total());
    }
    if (!slowest.isEmpty()) {
      text.append("slowest tasks%n".formatted());
    }
    slowest.forEach(task -> append(text, task));
    return text.toString();
  }

  private static void append(StringBuilder text, WorkerInsights worker) {
    text.append(
        ROW.formatted(
            worker.worker(),
            seconds(worker.starting()),
            seconds(worker.initializing()),
            seconds(worker.waiting()),
            seconds(worker.working()),
            seconds(worker.ending()),
            worker.tasks(),
            worker.exit().orElse("")));
  }

  private static void append(StringBuilder text, SlowTask task) {
    String name = task.name().map(" '%s'"::formatted).orElse("");
    text.append(
        "%9s  task %d%s in %s: %s%n"
            .formatted(seconds(task.time()), task.id(), name, task.worker(), task.arguments()));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
