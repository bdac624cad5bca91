package io.tandem.bench;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import io.tandem.ring.WaitStrategy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.Function;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// One way to send a message from one thread to another: ours or a peer's.
interface Lane extends AutoCloseable {
  int CAPACITY = 1 << 20;
  Duration A_WHILE = Duration.ofSeconds(1);

  /// A buffer of the lane's own kind, to send from.
  MutableDirectBuffer message(int bytes);

  boolean offer(MutableDirectBuffer message, int bytes);

  int poll(MessageHandler handler, int limit);

  /// Waits for a message.
  ///
  /// @return whether one came; it gives up now and then
  boolean await(MessageHandler handler);

  @Override
  void close();

  static Lane of(String name) {
    return switch (name) {
      case "tandem" -> TandemLane.oneToOne(WaitStrategy.SPIN);
      case "tandem-park" -> TandemLane.oneToOne(WaitStrategy.SPIN_THEN_PARK);
      case "tandem-many" -> TandemLane.manyToOne();
      case "agrona" -> new AgronaLane(OneToOneRingBuffer::new);
      case "agrona-many" -> new AgronaLane(ManyToOneRingBuffer::new);
      default -> throw new IllegalArgumentException("There is no lane " + name);
    };
  }

  /// Our ring in a shared scope.
  final class TandemLane implements Lane {
    private final SharedScope scope;
    private final RingProducer producer;
    private final RingConsumer consumer;
    private final boolean sleeps;

    private TandemLane(
        SharedScope scope, RingProducer producer, RingConsumer consumer, boolean sleeps) {
      this.scope = scope;
      this.producer = producer;
      this.consumer = consumer;
      this.sleeps = sleeps;
    }

    static Lane oneToOne(WaitStrategy strategy) {
      SharedScope scope = SharedScope.anonymous(2 * CAPACITY);
      OneToOneRing ring = OneToOneRing.create(scope, CAPACITY);
      boolean sleeps = strategy != WaitStrategy.SPIN;
      return new TandemLane(scope, ring.producer(strategy), ring.consumer(strategy), sleeps);
    }

    static Lane manyToOne() {
      SharedScope scope = SharedScope.anonymous(2 * CAPACITY);
      ManyToOneRing ring = ManyToOneRing.create(scope, CAPACITY, 1);
      return new TandemLane(
          scope, ring.producer(WaitStrategy.SPIN), ring.consumer(WaitStrategy.SPIN), false);
    }

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
    public boolean await(MessageHandler handler) {
      if (!sleeps) {
        return spin(handler);
      }
      try {
        return consumer.poll(handler, 1, A_WHILE) > 0;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean spin(MessageHandler handler) {
      for (int i = 0; i < SPINS; i++) {
        if (consumer.poll(handler, 1) > 0) {
          return true;
        }
        Thread.onSpinWait();
      }
      return false;
    }

    @Override
    public void close() {
      producer.close();
      consumer.close();
      scope.close();
    }
  }

  int SPINS = 1_000_000;

  /// Agrona's ring on its own buffer, in a shared scope too.
  final class AgronaLane implements Lane {
    private final SharedScope scope = SharedScope.anonymous(2 * CAPACITY);
    private final MemorySegment memory =
        scope.allocate(ObjectType.RAW, CAPACITY + RingBufferDescriptor.TRAILER_LENGTH).segment();
    private final RingBuffer producer;
    private final RingBuffer consumer;

    AgronaLane(Function<AtomicBuffer, RingBuffer> ring) {
      producer = ring.apply(buffer());
      consumer = ring.apply(buffer());
    }

    private AtomicBuffer buffer() {
      return new UnsafeBuffer(memory.address(), Math.toIntExact(memory.byteSize()));
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
    public boolean await(MessageHandler handler) {
      for (int i = 0; i < SPINS; i++) {
        if (consumer.read(handler, 1) > 0) {
          return true;
        }
        Thread.onSpinWait();
      }
      return false;
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
