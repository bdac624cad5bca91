package io.tandem.bench.peers;

import io.tandem.codec.Codec;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.lang.foreign.MemorySegment;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// Our queue of byte arrays, by its blocking methods, in a named scope of the run's own root.
final class QueueTransport implements Transport {
  private static final int STREAMS = 2;
  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withBytes(CAPACITY).withMessages(CAPACITY / 32).withCodec(Codec.bytes());

  private final SharedScope scope = SharedScope.open("queues", 4 * STREAMS * CAPACITY);

  private SharedQueue<byte[]> queue(String stream) {
    return SharedQueue.open(scope, stream, OPTIONS);
  }

  @Override
  public Sender sender(String stream) {
    return new QueueSender(queue(stream));
  }

  @Override
  public Receiver receiver(String stream) {
    return new QueueReceiver(queue(stream));
  }

  private static final class QueueSender implements Sender {
    private final SharedQueue<byte[]> queue;
    private byte[] bytes = new byte[0];

    QueueSender(SharedQueue<byte[]> queue) {
      this.queue = queue;
    }

    @Override
    public MutableDirectBuffer message(int length) {
      bytes = new byte[length];
      return new SegmentBuffer(MemorySegment.ofArray(bytes));
    }

    @Override
    public void send(MutableDirectBuffer message, int length) {
      try {
        queue.put(bytes);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record QueueReceiver(SharedQueue<byte[]> queue) implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      try {
        byte[] message = queue.take();
        handler.onMessage(1, new SegmentBuffer(MemorySegment.ofArray(message)), 0, message.length);
        return 1;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
