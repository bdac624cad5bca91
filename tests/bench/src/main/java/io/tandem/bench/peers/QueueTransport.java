package io.tandem.bench.peers;

import io.tandem.codec.Codec;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// Our queue of byte arrays, in a named scope of the run's own root: by its blocking methods, or
/// many messages at once.
final class QueueTransport implements Transport {
  private static final int STREAMS = 2;
  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withBytes(CAPACITY).withMessages(CAPACITY / 32).withCodec(Codec.bytes());

  private final SharedScope scope = SharedScope.open("queues", 4 * STREAMS * CAPACITY);

  private final boolean batch;

  QueueTransport(TransportKind kind) {
    this.batch = kind == TransportKind.QUEUE_BATCH;
  }

  private SharedQueue<byte[]> queue(String stream) {
    return SharedQueue.open(scope, stream, OPTIONS);
  }

  @Override
  public Sender sender(String stream) {
    return batch ? new BatchSender(queue(stream)) : new QueueSender(queue(stream));
  }

  @Override
  public Receiver receiver(String stream) {
    return batch ? new BatchReceiver(queue(stream)) : new QueueReceiver(queue(stream));
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
        handOver(queue.take(), handler);
        return 1;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void handOver(byte[] message, MessageHandler handler) {
    handler.onMessage(1, new SegmentBuffer(MemorySegment.ofArray(message)), 0, message.length);
  }

  /// Keeps a copy of each message until it puts them all.
  private record BatchSender(SharedQueue<byte[]> queue, List<byte[]> kept) implements Sender {
    BatchSender(SharedQueue<byte[]> queue) {
      this(queue, new ArrayList<>());
    }

    @Override
    public MutableDirectBuffer message(int length) {
      return new SegmentBuffer(MemorySegment.ofArray(new byte[length]));
    }

    @Override
    public void send(MutableDirectBuffer message, int length) {
      var copy = new byte[length];
      message.getBytes(0, copy);
      kept.add(copy);
    }

    @Override
    public void flush() {
      try {
        queue.putAll(kept);
        kept.clear();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Takes what is there at once, and waits for one message if there is none.
  private record BatchReceiver(SharedQueue<byte[]> queue, List<byte[]> taken) implements Receiver {
    BatchReceiver(SharedQueue<byte[]> queue) {
      this(queue, new ArrayList<>());
    }

    @Override
    public int receive(MessageHandler handler, int limit) {
      try {
        if (queue.drainTo(taken, limit) == 0) {
          taken.add(queue.take());
        }
        taken.forEach(each -> handOver(each, handler));
        int count = taken.size();
        taken.clear();
        return count;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
