package io.tandem.bench.peers;

import io.tandem.codec.Codec;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.queue.QueueBytes;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
    return batch ? new BatchSender(queue(stream).bytes()) : new QueueSender(queue(stream));
  }

  @Override
  public Receiver receiver(String stream) {
    return batch ? new BatchReceiver(queue(stream).bytes()) : new QueueReceiver(queue(stream));
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

  private record BatchSender(QueueBytes bytes) implements Sender {
    @Override
    public MutableDirectBuffer message(int length) {
      return new SegmentBuffer(Arena.ofAuto().allocate(length, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int length) {
      try {
        bytes.add(((SegmentBuffer) message).segment().asSlice(0, length));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void flush() {
      try {
        bytes.flush();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class BatchReceiver implements Receiver {
    private final QueueBytes bytes;
    private MemorySegment memory = MemorySegment.NULL;
    private MutableDirectBuffer buffer = new SegmentBuffer(memory);
    private MessageHandler handler = (_, _, _, _) -> {};

    BatchReceiver(QueueBytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public int receive(MessageHandler handler, int limit) {
      this.handler = handler;
      try {
        return bytes.drain(this::handOver, limit);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void handOver(MemorySegment from, long offset, int length) {
      if (memory != from) {
        memory = from;
        buffer = new SegmentBuffer(from);
      }
      handler.onMessage(1, buffer, (int) offset, length);
    }
  }
}
