package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLatch;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// An event and a latch.
final class EventSubject implements Subject {
  static final int COUNT = 4;

  private final SharedEvent event;
  private final SharedLatch latch;

  EventSubject(SharedScope scope, String name) {
    event = SharedEvent.open(scope, name);
    latch = SharedLatch.open(scope, name + "-latch", COUNT);
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    Duration patience = Duration.of(step.micros(), ChronoUnit.MICROS);
    return switch (step.name()) {
      case "awaitFor" -> Outcome.of(event.await(patience));
      case "isSet" -> Outcome.of(event.isSet());
      case "awaitZeroFor" -> Outcome.of(latch.await(patience));
      case "look" -> Outcome.of(NUMBER + (int) latch.getCount());
      default -> {
        act(step.name());
        yield Outcome.of(DONE);
      }
    };
  }

  private void act(String name) {
    switch (name) {
      case "set" -> event.set();
      case "clear" -> event.clear();
      case "countDown" -> latch.countDown();
      default -> throw new IllegalArgumentException(name);
    }
  }

  @Override
  public void free() {
    event.free();
    latch.free();
  }
}
