package io.tandem.bench.pool;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.JvmProcess;
import io.tandem.sync.SharedLatch;
import io.tandem.value.LongValue;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Our pool of two workers, one of which is killed in the middle of a task. It answers each line of
/// its input with one line: the nanoseconds from the `kill -9` until the task's future has failed,
/// and until two tasks run at the same time again.
final class PoolDeathSide {
  private static final int WORKERS = 2;

  private PoolDeathSide() {}

  public static void main(String... arguments) throws Exception {
    try (var pool =
            ProcessPool.builder()
                .workers(WORKERS)
                .restartLimit(Integer.MAX_VALUE, Duration.ofSeconds(1))
                .build();
        var lines = new Scanner(System.in)) {
      awaitAll(pool);
      System.out.println("ready");
      while (lines.hasNextLine()) {
        String _ = lines.nextLine();
        System.out.println(killOne(pool));
      }
    }
  }

  private static String killOne(ProcessPool pool) throws Exception {
    var pid = LongValue.create(0);
    var doomed =
        pool.submit(
            () -> {
              pid.set(JvmProcess.current().pid());
              TimeUnit.DAYS.sleep(1);
            });
    while (pid.get() == 0) {
      Thread.onSpinWait();
    }
    ProcessHandle worker = ProcessHandle.of(pid.get()).orElseThrow();
    pid.free();
    long start = System.nanoTime();
    boolean _ = worker.destroyForcibly();
    try {
      var _ = doomed.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerDiedException) {
        long told = System.nanoTime();
        awaitAll(pool);
        return (told - start) + " " + (System.nanoTime() - start);
      }
    }
    throw new IllegalStateException("The worker's death was not told");
  }

  private static void awaitAll(ProcessPool pool) throws Exception {
    var here = SharedLatch.create(WORKERS);
    var one = pool.submit(() -> meet(here));
    var other = pool.submit(() -> meet(here));
    var _ = one.get();
    var _ = other.get();
    here.free();
  }

  private static void meet(SharedLatch here) throws InterruptedException {
    here.countDown();
    here.await();
  }
}
