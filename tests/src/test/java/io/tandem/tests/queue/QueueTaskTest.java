package io.tandem.tests.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.process.JvmProcess;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.SharedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Queues that a task captures.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueTaskTest {
  record Order(long id, String customer) {}

  @Test
  void objectsGoThereAndBack() throws Exception {
    JoinableQueue<Order> there = JoinableQueue.create();
    SharedQueue<Order> back = SharedQueue.create();
    try (var child =
        JvmProcess.start(
            "clerk",
            () -> {
              Order order = there.take();
              back.put(new Order(order.id() + 1, order.customer()));
              there.taskDone();
            })) {
      there.put(new Order(1, "Ada"));
      assertEquals(new Order(2, "Ada"), back.take());
      there.join();
      child.join();
    } finally {
      there.free();
      back.free();
    }
  }
}
