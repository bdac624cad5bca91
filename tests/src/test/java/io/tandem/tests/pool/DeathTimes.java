package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.thrownBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.WorkerDiedException;
import io.tandem.process.JvmProcess;
import io.tandem.value.LongValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Kills workers, and measures how long it takes until the pool says so, and until another one has
/// begun its work.
final class DeathTimes {
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final String prefix;
  private final Queue<Long> reports = new ConcurrentLinkedQueue<>(); // ns
  private final Queue<Long> refills = new ConcurrentLinkedQueue<>(); // ns

  /// @param prefix of the workers' names
  DeathTimes(String prefix) {
    this.prefix = prefix;
  }

  List<JvmProcess> workers() {
    return JvmProcess.children().stream().filter(c -> c.name().startsWith(prefix)).toList();
  }

  /// Kills the worker of a task when that has begun.
  ///
  /// @param pid where the task says whose it is
  /// @param endless the task's future
  void measure(LongValue pid, CompletableFuture<?> endless) throws Exception {
    awaitStart(pid);
    List<JvmProcess> before = workers();
    Set<Long> known = new HashSet<>(before.stream().map(JvmProcess::pid).toList());
    long killed = System.nanoTime();
    before.stream().filter(worker -> worker.pid() == pid.get()).forEach(JvmProcess::kill);
    thrownBy(WorkerDiedException.class, endless);
    reports.add(System.nanoTime() - killed);
    Thread.startVirtualThread(() -> awaitNext(known, killed));
  }

  private static void awaitStart(LongValue pid) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (pid.get() == 0) {
      assertTrue(System.nanoTime() < deadline, "the task does not start");
      Thread.sleep(1); // leaves the processors to workers that start
    }
  }

  /// Unless it is killed, too.
  private void awaitNext(Set<Long> known, long killed) {
    JvmProcess next = null;
    try {
      while (next == null && System.nanoTime() - killed < PATIENCE.toNanos()) {
        Thread.sleep(1); // nobody tells that a child was started
        next = workers().stream().filter(w -> !known.contains(w.pid())).findFirst().orElse(null);
      }
      while (next != null && next.isAlive()) {
        if (next.reachedTask()) {
          refills.add(System.nanoTime() - killed);
          return;
        }
        Thread.sleep(1); // nobody tells that it has come so far
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return "death reported after %s; next worker works after %s"
        .formatted(summary(reports), summary(refills));
  }

  private static String summary(Queue<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      return "(not measured)";
    }
    return "%.1f ms (p50), %.1f ms (p99) of %d"
        .formatted(
            sorted[sorted.length / 2] / 1e6,
            sorted[Math.ceilDiv(99 * sorted.length, 100) - 1] / 1e6,
            sorted.length);
  }
}
