package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import io.tandem.queue.Lease;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What can be done to a queue of two numbers that several processes share.
final class QueueDeeds implements Deeds {
  private static final QueueOptions OPTIONS = QueueOptions.DEFAULT.withMessages(2);

  private final SharedScope scope;
  private SharedQueue<Long> queue;
  private Lease<Long> lease;

  QueueDeeds(SharedScope scope) {
    this.scope = scope;
    use(0);
  }

  @Override
  public void use(long number) {
    queue = SharedQueue.open(scope, "queue-" + number, OPTIONS);
  }

  @Override
  public String run(String deed, long number) throws InterruptedException {
    Object result =
        switch (deed) {
          case "offer" -> queue.offer(number);
          case "offerFor" -> queue.offer(0L, number, TimeUnit.MILLISECONDS);
          case "take" -> queue.take();
          case "poll" -> queue.poll();
          case "pollFor" -> queue.poll(number, TimeUnit.MILLISECONDS);
          case "peek" -> queue.peek();
          case "drain" -> drain((int) number);
          case "lease" -> lease();
          case "size" -> queue.size();
          case "room" -> queue.remainingCapacity();
          case "contains" -> queue.contains(number);
          case "all" -> List.copyOf(queue);
          default -> {
            act(deed, number);
            yield "done";
          }
        };
    return String.valueOf(result);
  }

  private void act(String deed, long number) throws InterruptedException {
    switch (deed) {
      case "use" -> use(number);
      case "put" -> queue.put(number);
      case "add" -> queue.add(number);
      case "remove" -> queue.remove();
      case "ack" -> lease.ack();
      case "nack" -> lease.nack();
      case "close" -> queue.close();
      default -> throw new IllegalArgumentException(deed);
    }
  }

  private List<Long> drain(int most) {
    List<Long> drained = new ArrayList<>();
    int count = queue.drainTo(drained, most);
    return drained.size() == count ? drained : List.of();
  }

  private String lease() throws InterruptedException {
    lease = queue.lease();
    return "%d, attempt %d".formatted(lease.value(), lease.attempt());
  }
}
