package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastReceiver;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// Our rings against Agrona's on memory of its own: the same results, the same messages, and the
/// same bytes. Ours need a header's room behind the last record, as Agrona's ring for one producer
/// does, so that one is the oracle for both.
class RingModelTest {
  private static final int CAPACITY = 1024;

  enum Kind {
    OFFER,
    CLAIM_AND_COMMIT,
    CLAIM_AND_ABORT,
    POLL
  }

  record Step(Kind kind, int type, int amount) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(0, CAPACITY / 8))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Property(tries = 300)
  void oneToOneDoesWhatAgronaDoes(@ForAll("steps") List<Step> steps) {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var ring = OneToOneRing.create(scope, CAPACITY);
      compare(steps, ring.producer(), ring);
    }
  }

  @Property(tries = 300)
  void manyToOneDoesWhatAgronaDoes(@ForAll("steps") List<Step> steps) {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var ring = ManyToOneRing.create(scope, CAPACITY, 1);
      compare(steps, ring.producer(), ring);
    }
  }

  @Property(tries = 300)
  void aBroadcastDoesWhatAgronaDoesAndAgronaReadsIt(
      @ForAll @Size(max = 60) List<@IntRange(max = CAPACITY / 8) Integer> lengths) {
    int bytes = CAPACITY + BroadcastBufferDescriptor.TRAILER_LENGTH;
    var oracle = new SegmentBuffer(Arena.ofAuto().allocate(bytes, 64));
    var theirs = new BroadcastTransmitter(oracle);
    var message = new SegmentBuffer(Arena.ofAuto().allocate(CAPACITY, 8));
    try (var scope = SharedScope.anonymous(1 << 16)) {
      BroadcastRing ring = BroadcastRing.create(scope, CAPACITY);
      var ours = new SegmentBuffer(ring.block().segment().asSlice(RingLayout.BYTES, bytes));
      var receiver = new BroadcastReceiver(ours);
      BroadcastProducer producer = ring.producer();
      for (int length : lengths) {
        message.setMemory(0, length, (byte) length);
        producer.send(3, message, 0, length);
        theirs.transmit(3, message, 0, length);

        assertTrue(receiver.receiveNext());
        assertEquals(length, receiver.length());
        assertTrue(receiver.validate());
      }
      assertEquals(-1, ours.segment().mismatch(oracle.segment()));
    }
  }

  private static SegmentBuffer memory() {
    return new SegmentBuffer(
        Arena.ofAuto().allocate(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, 64));
  }

  private static void compare(List<Step> steps, RingProducer producer, Ring ring) {
    RingConsumer consumer = ring.consumer();
    RingBuffer peer = new OneToOneRingBuffer(memory());
    var message = new SegmentBuffer(Arena.ofAuto().allocate(CAPACITY, 8));
    int number = 0;
    for (Step step : steps) {
      message.setMemory(0, CAPACITY, (byte) ++number);
      assertEquals(peersAnswer(step, message, peer), ourAnswer(step, message, producer, consumer));
    }
    var ours = ring.block().segment().asSlice(RingLayout.BYTES, CAPACITY);
    var theirs = ((SegmentBuffer) peer.buffer()).segment().asSlice(0, CAPACITY);
    assertEquals(-1, ours.mismatch(theirs));
    assertEquals(peer.producerPosition(), ring.view().tail());
    assertEquals(peer.consumerPosition(), ring.view().head());
  }

  private static Object ourAnswer(
      Step step, SegmentBuffer message, RingProducer producer, RingConsumer consumer) {
    return switch (step.kind()) {
      case OFFER -> producer.offer(step.type(), message, 0, step.amount());
      case CLAIM_AND_COMMIT, CLAIM_AND_ABORT -> {
        int at = producer.tryClaim(step.type(), step.amount());
        if (at >= 0 && step.kind() == Kind.CLAIM_AND_COMMIT) {
          producer.buffer().putBytes(at, message, 0, step.amount());
          producer.commit(at);
        } else if (at >= 0) {
          producer.abort(at);
        }
        yield at;
      }
      case POLL -> {
        List<String> seen = new ArrayList<>();
        consumer.poll(
            (type, buffer, at, n) -> seen.add(text(type, n, n == 0 ? 0 : buffer.getByte(at))),
            1 + step.amount() % 5);
        yield seen;
      }
    };
  }

  private static Object peersAnswer(Step step, SegmentBuffer message, RingBuffer peer) {
    return switch (step.kind()) {
      case OFFER -> peer.write(step.type(), message, 0, step.amount());
      case CLAIM_AND_COMMIT, CLAIM_AND_ABORT -> {
        int at = peer.tryClaim(step.type(), step.amount());
        if (at >= 0 && step.kind() == Kind.CLAIM_AND_COMMIT) {
          peer.buffer().putBytes(at, message, 0, step.amount());
          peer.commit(at);
        } else if (at >= 0) {
          peer.abort(at);
        }
        yield at;
      }
      case POLL -> {
        List<String> seen = new ArrayList<>();
        int limit = 1 + step.amount() % 5;
        // Agrona's read ends with the buffer, ours goes on at its beginning.
        for (int round = 0; round < 2; round++) {
          peer.read(
              (type, buffer, at, n) -> seen.add(text(type, n, n == 0 ? 0 : buffer.getByte(at))),
              limit - seen.size());
        }
        yield seen;
      }
    };
  }

  private static String text(int type, int length, int first) {
    return type + ":" + length + ":" + first;
  }
}
