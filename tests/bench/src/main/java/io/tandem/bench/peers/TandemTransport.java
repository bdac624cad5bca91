package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.Idle;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import java.lang.foreign.Arena;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;

/// Our one-to-one ring, in a named scope of the run's own root.
final class TandemTransport implements Transport {
  private static final int STREAMS = 2;

  private final TransportKind kind;
  private final SharedScope scope;

  TandemTransport(TransportKind kind) {
    this.kind = kind;
    this.scope = SharedScope.open(kind.name(), 2 * STREAMS * CAPACITY);
  }

  private OneToOneRing ring(String stream) {
    return OneToOneRing.open(scope, stream, CAPACITY);
  }

  private IdleStrategy idle() {
    return kind == TransportKind.TANDEM_SPIN ? BusySpinIdleStrategy.INSTANCE : Idle.backoff();
  }

  @Override
  public Sender sender(String stream) {
    return new RingSender(ring(stream).producer(), idle());
  }

  @Override
  public Receiver receiver(String stream) {
    return new RingReceiver(ring(stream).consumer(), idle());
  }

  private record RingSender(RingProducer producer, IdleStrategy idle) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(Arena.ofAuto().allocate(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      while (!producer.offer(1, message, 0, bytes)) {
        idle.idle();
      }
      idle.reset();
    }
  }

  private record RingReceiver(RingConsumer consumer, IdleStrategy idle) implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      int count = consumer.poll(handler, limit);
      idle.idle(count);
      return count;
    }
  }
}
