package io.tandem.bench;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// One way to send a message from one thread to another: ours or a peer's.
interface Lane extends AutoCloseable {
  int CAPACITY = 1 << 20;

  /// A buffer of the lane's own kind, to send from.
  MutableDirectBuffer message(int bytes);

  boolean offer(MutableDirectBuffer message, int bytes);

  int poll(MessageHandler handler, int limit);

  @Override
  void close();

  static Lane of(String name) {
    return switch (name) {
      case "tandem" -> new TandemLane();
      case "agrona" -> new AgronaLane();
      default -> throw new IllegalArgumentException("There is no lane " + name);
    };
  }

  /// Our ring in a shared scope.
  final class TandemLane implements Lane {
    private final SharedScope scope = SharedScope.anonymous(2 * CAPACITY);
    private final OneToOneRing ring = OneToOneRing.create(scope, CAPACITY);
    private final RingProducer producer = ring.producer(io.tandem.ring.Waiting.SPIN);
    private final RingConsumer consumer = ring.consumer();

    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(Arena.ofAuto().allocate(bytes, 8));
    }

    @Override
    public boolean offer(MutableDirectBuffer message, int bytes) {
      return producer.offer(1, message, 0, bytes);
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
      return consumer.poll(handler, limit);
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  /// Agrona's ring on its own buffer, in a shared scope too.
  final class AgronaLane implements Lane {
    private final SharedScope scope = SharedScope.anonymous(2 * CAPACITY);
    private final MemorySegment memory =
        scope
            .allocate(
                io.tandem.memory.ObjectType.RAW, CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)
            .segment();
    private final OneToOneRingBuffer producer = ring();
    private final OneToOneRingBuffer consumer = ring();

    private OneToOneRingBuffer ring() {
      return new OneToOneRingBuffer(
          new UnsafeBuffer(memory.address(), Math.toIntExact(memory.byteSize())));
    }

    @Override
    public MutableDirectBuffer message(int bytes) {
      return new UnsafeBuffer(new byte[bytes]);
    }

    @Override
    public boolean offer(MutableDirectBuffer message, int bytes) {
      return producer.write(1, message, 0, bytes);
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
      return consumer.read(handler, limit);
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
