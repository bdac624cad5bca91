package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SegmentBuffer;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.tests.stress.Interleavings;
import io.tandem.tests.stress.Interleavings.Story;
import io.tandem.word.LosesWakes;
import io.tandem.word.MonitorParker;
import io.tandem.word.Steps;
import io.tandem.word.SwitchingWords;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two producers and a consumer that sleeps when there is nothing, in many orders.
@Timeout(3600)
class RingInterleavingsTest {
  private static final int CAPACITY = 1024;

  @Test
  void allMessagesComeAndTheConsumerLearnsThatNoMoreWill() {
    Interleavings.tell(() -> stream(new MonitorParker()));
  }

  @Test
  void aDoorbellThatWakesNobodyIsFound() {
    String said = Interleavings.tellUntilItFails(() -> stream(new LosesWakes()));
    assertTrue(said.contains("deadlock"), said);
  }

  private static Story stream(Parker parker) {
    Words words = new SwitchingWords(RingLayout.BYTES + CAPACITY + Ring.TRAILER_BYTES);
    RingMemory.initialize(words, CAPACITY, 2);
    var one = new ManyToOneProducer(ring(words, TwoProcesses.ONE, parker), WaitStrategy.PARK);
    var other = new ManyToOneProducer(ring(words, TwoProcesses.OTHER, parker), WaitStrategy.PARK);
    var consumer = new RingConsumer(ring(words, TwoProcesses.ONE, parker), WaitStrategy.PARK);
    var sum = new long[1];
    return new Story(
        List.of(
            offerAndClose(one, 3),
            offerAndClose(other, 5),
            () -> {
              long count =
                  consumer.drain((type, buffer, index, length) -> sum[0] += buffer.getLong(index));
              assertEquals(2, count);
            }),
        () -> assertEquals(8, sum[0]));
  }

  private static RingMemory ring(Words words, Peers peers, Parker parker) {
    return RingMemory.of(words, CAPACITY, peers, parker, "the ring");
  }

  private static Steps.Code offerAndClose(RingProducer producer, long payload) {
    var message = new SegmentBuffer(MemorySegment.ofArray(new long[] {payload}));
    return () -> {
      assertTrue(producer.offer(1, message, 0, Long.BYTES));
      producer.close();
    };
  }
}
