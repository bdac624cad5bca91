package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.queue.Lease;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A queue of small numbers, with room for few. Each thread acknowledges or gives back what it has
/// leased in the same order.
final class QueueSubject implements Subject {
  static final int ROOM = 3;

  /// Above all numbers that are put.
  static final int BASE = 5;

  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withMessages(ROOM).withLeases(Program.MOST_THREADS * Program.MOST_STEPS);

  private final SharedQueue<Integer> queue;
  private final ThreadLocal<Deque<Lease<Integer>>> leases =
      ThreadLocal.withInitial(ArrayDeque::new);

  QueueSubject(SharedScope scope, String name) {
    queue = SharedQueue.open(scope, name, OPTIONS);
  }

  /// The number that a step puts.
  static int number(Step step) {
    return step.name().charAt(step.name().length() - 1) - '0';
  }

  /// Some numbers as one.
  static int code(List<Integer> numbers) {
    int code = 0;
    for (int number : numbers) {
      code = code * BASE + number;
    }
    return code;
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    return switch (step.name()) {
      case "poll" -> found(queue.poll());
      case "pollFor" -> found(queue.poll(step.micros(), TimeUnit.MICROSECONDS));
      case "peek" -> found(queue.peek());
      case "size" -> Outcome.of(NUMBER + queue.size());
      case "look" -> Outcome.of(NUMBER + code(List.copyOf(queue)));
      case "lease" -> lease();
      case "acknowledge" -> end(true);
      case "giveBack" -> end(false);
      default ->
          Outcome.of(
              step.micros() == 0
                  ? queue.offer(number(step))
                  : queue.offer(number(step), step.micros(), TimeUnit.MICROSECONDS));
    };
  }

  private static Outcome found(@Nullable Integer number) {
    return Outcome.of(number == null ? NO : NUMBER + number);
  }

  private Outcome lease() throws InterruptedException {
    Lease<Integer> lease = queue.lease(Duration.ZERO);
    if (lease == null) {
      return Outcome.of(NO);
    }
    leases.get().add(lease);
    return Outcome.of(NUMBER + lease.value());
  }

  private Outcome end(boolean acknowledge) {
    Lease<Integer> lease = leases.get().poll();
    if (lease == null) {
      return Outcome.of(REFUSED);
    }
    if (acknowledge) {
      lease.ack();
    } else {
      lease.close();
    }
    return Outcome.of(DONE);
  }

  @Override
  public void free() {
    queue.free();
  }
}
