package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedSemaphore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A semaphore of one of the three kinds.
///
/// Who has no permits may wait without a limit for one, because those who have any do not.
final class SemaphoreSubject implements Subject {
  static final int PERMITS = 3;

  private final SharedSemaphore semaphore;

  /// How many permits a thread has to give back, at most.
  private final ThreadLocal<Integer> taken = ThreadLocal.withInitial(() -> 0);

  SemaphoreSubject(String kind, SharedScope scope, String name) {
    semaphore =
        switch (kind) {
          case "plain" -> SharedSemaphore.open(scope, name, PERMITS);
          case "bounded" -> SharedSemaphore.openBounded(scope, name, PERMITS);
          default -> SharedSemaphore.openOwned(scope, name, PERMITS);
        };
  }

  /// How many permits a step takes.
  static int count(Step step) {
    return step.name().contains("Two") ? 2 : 1;
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    Duration patience = Duration.of(step.micros(), ChronoUnit.MICROS);
    return switch (step.name()) {
      case "acquire" -> taken(acquire(), 1);
      case "tryAcquire", "tryAcquireTwo" -> taken(semaphore.tryAcquire(count(step)), count(step));
      case "acquireFor", "acquireTwoFor" ->
          taken(semaphore.tryAcquire(count(step), patience), count(step));
      case "release" -> release();
      case "drain" -> {
        int drained = semaphore.drainPermits();
        taken.set(taken.get() + drained);
        yield Outcome.of(NUMBER + drained);
      }
      case "look" -> Outcome.of(NUMBER + semaphore.drainPermits());
      default -> throw new IllegalArgumentException(step.name());
    };
  }

  private boolean acquire() throws InterruptedException {
    if (taken.get() > 0) {
      return semaphore.tryAcquire();
    }
    semaphore.acquire();
    return true;
  }

  private Outcome taken(boolean done, int count) {
    if (done) {
      taken.set(taken.get() + count);
    }
    return Outcome.of(done);
  }

  private Outcome release() {
    try {
      semaphore.release();
    } catch (IllegalStateException | IllegalMonitorStateException e) {
      taken.set(0); // another thread gave what this one took
      return Outcome.of(REFUSED);
    }
    taken.set(Math.max(0, taken.get() - 1)); // it may have given what another thread took
    return Outcome.of(DONE);
  }

  @Override
  public @Nullable Step cleanUp() {
    return taken.get() > 0 ? new Step("release", 0) : null;
  }

  @Override
  public void free() {
    semaphore.free();
  }
}
