package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sending and receiving allocate nothing, once the code is compiled.
@Timeout(120)
class RingAllocationTest {
  private static final int BATCH = 1_000;
  private static final int BATCHES = 500;
  private static final MessageHandler IGNORE = (type, buffer, at, n) -> {};

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final SegmentBuffer message = new SegmentBuffer(Arena.ofAuto().allocate(128, 8));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void aRingForOneProducerAllocatesNothing() {
    OneToOneRing ring = OneToOneRing.create(scope, 1 << 14);
    assertNoAllocation(ring.producer(), ring.consumer());
  }

  @Test
  void aRingForSeveralProducersAllocatesNothing() {
    ManyToOneRing ring = ManyToOneRing.create(scope, 1 << 14, 1);
    assertNoAllocation(ring.producer(), ring.consumer());
  }

  @Test
  void aBroadcastAllocatesNothing() {
    BroadcastRing ring = BroadcastRing.create(scope, 1 << 14);
    BroadcastReader reader = ring.reader();
    BroadcastProducer producer = ring.producer();
    assertNoAllocation(
        _ -> {
          producer.send(1, message, 0, 32);
          reader.poll(IGNORE, 10);
        });
  }

  private void assertNoAllocation(RingProducer producer, RingConsumer consumer) {
    assertNoAllocation(
        i -> {
          if (i % 2 == 0) {
            producer.offer(1, message, 0, 32);
          } else {
            int at = producer.tryClaim(1, 64);
            producer.buffer().putLong(at, i);
            producer.commit(at);
          }
          consumer.poll(IGNORE, 10);
        });
  }

  /// Of many batches the best: the first ones run in the interpreter, and the JVM may allocate for
  /// itself in any.
  private static void assertNoAllocation(IntConsumer work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES && least > 0; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < BATCH; i++) {
        work.accept(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in " + BATCH + " messages");
  }
}
