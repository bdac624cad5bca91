package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedBarrier;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/// A barrier for two, at which up to four meet.
final class BarrierSubject implements Subject {
  static final int PARTIES = 2;

  private final SharedBarrier barrier;

  BarrierSubject(SharedScope scope, String name) {
    barrier = SharedBarrier.open(scope, name, PARTIES);
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    return switch (step.name()) {
      case "awaitFor" -> await(Duration.of(step.micros(), ChronoUnit.MICROS));
      case "isBroken" -> Outcome.of(barrier.isBroken() ? BROKEN : DONE);
      case "reset" -> {
        barrier.reset();
        yield Outcome.of(DONE);
      }
      case "abort" -> {
        barrier.abort();
        yield Outcome.of(DONE);
      }
      default -> throw new IllegalArgumentException(step.name());
    };
  }

  private Outcome await(Duration patience) throws InterruptedException {
    try {
      return Outcome.of(NUMBER + barrier.await(patience));
    } catch (BrokenBarrierException e) {
      return Outcome.of(BROKEN);
    } catch (TimeoutException e) {
      return Outcome.of(e.getMessage().contains("is broken now") ? NO : LATE);
    }
  }

  /// It would meet the dead who waits, if that did not break the barrier.
  @Override
  public Step look() {
    return new Step("awaitFor", 1);
  }

  @Override
  public void free() {
    barrier.free();
  }
}
