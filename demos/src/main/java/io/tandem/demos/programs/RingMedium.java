package io.tandem.demos.programs;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.IntConsumer;

/// A ring in shared memory.
final class RingMedium implements Medium {
  private static final Duration LONG = Duration.ofSeconds(1);

  @Override
  public String title() {
    return "shared memory";
  }

  @Override
  public void transfer(int messages, IntConsumer received) throws InterruptedException {
    var ring = OneToOneRing.create(SharedScope.ofProcessTree(), 1 << 20);
    var sender =
        JvmProcess.start(
            () -> {
              var message = new SegmentBuffer(MemorySegment.ofArray(new byte[BYTES]));
              try (var producer = ring.producer()) {
                for (int i = 0; i < messages; i++) {
                  producer.put(1, message, 0, BYTES);
                }
              }
            });
    byte[] copy = new byte[BYTES];
    try (var consumer = ring.consumer()) {
      boolean more = true;
      while (more) {
        boolean alive = sender.isAlive(); // looked at first, since it may still send and then end
        int count =
            consumer.poll(
                (_, buffer, index, length) -> buffer.getBytes(index, copy, 0, length), 64, LONG);
        received.accept(count * BYTES);
        more = count > 0 || alive && !consumer.isEndOfStream();
      }
    }
    sender.join();
    ring.free();
  }
}
