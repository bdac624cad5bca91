package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.value.IntValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A writer that waits for a moment without readers may wait for ever.
///
/// Two readers always overlap: each goes on reading until the other has come. Python's
/// `multiprocessing` has no lock for readers and writers, and what one builds there of a counter
/// and a lock lets readers in first, as the counter does here. In a [SharedReadWriteLock] nobody
/// new may read while a writer waits.
@Command(
    name = "starvation",
    description =
        "Readers that overlap keep a writer out, unless the lock is fair to it.%n"
            + "prints: Readers first: 54054 reads, 0 writes")
public final class Starvation implements Callable<Integer> {
  private static final long WRITER_NANOS = 600_000_000;
  private static final String WHY =
      """
      A lock that lets readers in while others read is free only when the last one has left.
      Here the next reader comes before the last one leaves: the writer hardly ever gets in.
      The shared lock keeps new readers out while a writer waits: it is next, and then they are.
      """;

  /// @param readers how many read, or -1 while the writer writes
  private record Shared(
      SharedReadWriteLock lock, IntValue readers, IntValue arrivals, IntValue writes) {}

  @Override
  public Integer call() throws InterruptedException {
    int fair = writes(true);
    int unfair = writes(false);
    for (int i = 1; i < Race.MOST_TRIES && unfair >= fair; i++) {
      unfair = writes(false);
    }
    System.out.print(WHY);
    return unfair < fair ? 0 : 1;
  }

  private static int writes(boolean fair) throws InterruptedException {
    var lock = SharedReadWriteLock.create();
    var shared = new Shared(lock, IntValue.create(0), IntValue.create(0), IntValue.create(0));
    Action read = () -> readAll(shared, fair);
    Race.run(read, read, () -> writeAll(shared, fair));
    System.out.printf(
        "%s: %d reads, %d writes%n",
        fair ? "Fair lock" : "Readers first", shared.arrivals.get(), shared.writes.get());
    return shared.writes.get();
  }

  private static void readAll(Shared shared, boolean fair) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WRITER_NANOS + 200_000_000) {
      if (fair) {
        shared.lock.readLock().lock();
        try {
          readUntilNextComes(shared.arrivals);
        } finally {
          shared.lock.readLock().unlock();
        }
      } else if (shared.readers.getAndUpdate(n -> n < 0 ? n : n + 1) >= 0) {
        readUntilNextComes(shared.arrivals);
        shared.readers.decrementAndGet();
      }
    }
  }

  private static void readUntilNextComes(IntValue arrivals) {
    int mine = arrivals.incrementAndGet();
    long start = System.nanoTime();
    while (arrivals.get() == mine && System.nanoTime() - start < 30_000_000) {
      Thread.yield();
    }
  }

  private static void writeAll(Shared shared, boolean fair) {
    Race.spinUntil(() -> shared.arrivals.get() > 0);
    long start = System.nanoTime();
    while (System.nanoTime() - start < WRITER_NANOS) {
      if (fair) {
        shared.lock.writeLock().lock();
        try {
          shared.writes.incrementAndGet();
        } finally {
          shared.lock.writeLock().unlock();
        }
      } else if (shared.readers.compareAndSet(0, -1)) {
        shared.writes.incrementAndGet();
        shared.readers.set(0);
      } else {
        Thread.yield();
      }
    }
  }
}
