package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.ManyToOneRing;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.Ring;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import io.tandem.ring.WaitStrategy;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// One of our rings, in a named scope of the run's own root.
final class TandemTransport implements Transport {
  private static final int STREAMS = 2;
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private final boolean many;
  private final WaitStrategy waiting;
  private final SharedScope scope;

  TandemTransport(TransportKind kind) {
    this.many = kind == TransportKind.TANDEM_MANY;
    this.waiting = kind == TransportKind.TANDEM ? WaitStrategy.SPIN_THEN_PARK : WaitStrategy.SPIN;
    this.scope = SharedScope.open(kind.name(), 2 * STREAMS * CAPACITY);
  }

  private RingProducer producer(String stream) {
    return many
        ? ManyToOneRing.open(scope, stream, CAPACITY, 1).producer(waiting)
        : OneToOneRing.open(scope, stream, CAPACITY).producer(waiting);
  }

  private RingConsumer consumer(String stream) {
    Ring ring =
        many
            ? ManyToOneRing.open(scope, stream, CAPACITY, 1)
            : OneToOneRing.open(scope, stream, CAPACITY);
    return ring.consumer(waiting);
  }

  @Override
  public Sender sender(String stream) {
    return new RingSender(producer(stream));
  }

  @Override
  public Receiver receiver(String stream) {
    RingConsumer consumer = consumer(stream);
    return waiting == WaitStrategy.SPIN
        ? new SpinningReceiver(consumer)
        : new SleepingReceiver(consumer);
  }

  private record RingSender(RingProducer producer) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(Arena.ofAuto().allocate(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      try {
        producer.put(1, message, 0, bytes);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Asks again and again, as the spinning peers do.
  private record SpinningReceiver(RingConsumer consumer) implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      int count = consumer.poll(handler, limit);
      if (count == 0) {
        Thread.onSpinWait();
      }
      return count;
    }
  }

  /// Waits as our users do.
  private record SleepingReceiver(RingConsumer consumer) implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      try {
        return consumer.poll(handler, limit, A_WHILE);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
