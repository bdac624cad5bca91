package io.tandem.demos.programs;

import io.tandem.pool.ProcessPool;
import io.tandem.process.JvmProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A pool squares a list: who does which item is left to it, and the order is kept.
///
/// Answers the Python program of a pool in "Synchronization and Pooling of processes in Python",
/// `Pool().map(square, [1, 2, 3, 4, 5])`. In Python a worker that is killed meanwhile makes `map`
/// wait for ever; here it throws an exception that says who died, or, with `retries`, another
/// worker does what that one had.
@Command(
    name = "pool-squares",
    description =
        "A pool of processes squares five numbers, and says which process did which.%n"
            + "prints: [1, 4, 9, 16, 25]")
public final class PoolSquares implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    try (var pool = ProcessPool.create()) {
      System.out.println(pool.map(List.of(1, 2, 3, 4, 5), PoolSquares::square));
    }
    return 0;
  }

  private static int square(int n) {
    System.out.println("Worker process id for " + n + ": " + JvmProcess.current().pid());
    return n * n;
  }
}
