package io.tandem.tests.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.JvmProcess;
import io.tandem.queue.JoinableQueue;
import io.tandem.queue.QueueBytes;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.value.LongValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
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

  /// In a JVM of its own, in which nothing else has been compiled for other kinds of memory.
  @Test
  void bytesArePutAndTakenWithoutAnAllocation() throws Exception {
    LongValue least = LongValue.create(Long.MAX_VALUE);
    try (var child = JvmProcess.start("frugal", () -> least.set(leastAllocated()))) {
      assertEquals(new Exited(0), child.join());
    }
    assertEquals(0, least.get(), "bytes in 500 rounds");
    least.free();
  }

  /// Of many batches the best: the first ones run in the interpreter, and the JVM may allocate for
  /// itself in any.
  private static long leastAllocated() throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    try (var scope = SharedScope.anonymous(1 << 20);
        var arena = Arena.ofConfined()) {
      var options = QueueOptions.DEFAULT.withCodec(Codec.bytes());
      QueueBytes bytes = SharedQueue.<byte[]>create(scope, options).bytes();
      MemorySegment message = arena.allocate(64);
      MemorySegment target = arena.allocate(100);
      for (int batch = 0; batch < 500 && least > 0; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          bytes.put(message);
          bytes.put(message);
          if (bytes.takeInto(target, 3) + bytes.takeInto(target, 3) != 2 * 64) {
            throw new AssertionError("not as long as what was put");
          }
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    return least;
  }
}
