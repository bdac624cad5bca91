package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedSemaphore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/// A barrier that breaks when one dies who waits, and permits that return when one dies who has
/// them.
final class Meetings implements Work {
  private static final int PARTIES = 2;
  private static final int PERMITS = 3;
  private static final int MOST_NANOS = 2_000_000;

  private final SharedBarrier barrier;
  private final SharedSemaphore semaphore;

  Meetings(SharedScope scope) {
    barrier = SharedBarrier.open(scope, "barrier", PARTIES);
    semaphore = SharedSemaphore.openOwned(scope, "permits", PERMITS);
  }

  @Override
  public void step(Random random) throws InterruptedException {
    if (random.nextInt(4) == 0) {
      meet(Duration.ofNanos(random.nextInt(MOST_NANOS)));
    } else {
      borrow(1 + random.nextInt(PERMITS), random);
    }
  }

  private void meet(Duration patience) throws InterruptedException {
    try {
      int index = barrier.await(patience);
      assertTrue(index >= 0 && index < PARTIES, () -> "came as number " + index);
    } catch (BrokenBarrierException | TimeoutException e) {
      barrier.reset();
    }
  }

  /// All at once, so that nobody waits for one who waits.
  private void borrow(int count, Random random) throws InterruptedException {
    if (random.nextBoolean()) {
      semaphore.acquire(count);
    } else if (!semaphore.tryAcquire(count, Duration.ofNanos(random.nextInt(MOST_NANOS)))) {
      return;
    }
    int left = semaphore.availablePermits();
    Pair.pause(random.nextInt(20));
    semaphore.release(count);
    assertTrue(left <= PERMITS - count, () -> "%d left of %d".formatted(left, PERMITS));
  }

  @Override
  public void finish() {
    assertEquals(PERMITS, semaphore.drainPermits(), "permits of the dead did not return");
    semaphore.release(PERMITS);
    barrier.reset();
    assertEquals(0, barrier.getNumberWaiting());
  }
}
