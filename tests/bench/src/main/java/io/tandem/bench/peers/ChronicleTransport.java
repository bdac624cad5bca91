package io.tandem.bench.peers;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/// Chronicle Queue in memory, spinning. It keeps every message, so it does more than the others.
final class ChronicleTransport implements Transport {
  private static final long BLOCK_BYTES = 256 << 20;

  private final Path folder;

  ChronicleTransport(Path folder) {
    this.folder = folder;
  }

  private ChronicleQueue queue(String stream) {
    return SingleChronicleQueueBuilder.binary(folder.resolve(stream))
        .blockSize(BLOCK_BYTES)
        .build();
  }

  @Override
  public Sender sender(String stream) {
    return new QueueSender(queue(stream).createAppender());
  }

  @Override
  public Receiver receiver(String stream) {
    return new QueueReceiver(queue(stream).createTailer().toStart());
  }

  private static final class QueueSender implements Sender {
    private final ExcerptAppender appender;
    private Bytes<?> bytes = Bytes.allocateDirect(0);

    QueueSender(ExcerptAppender appender) {
      this.appender = appender;
    }

    @Override
    public MutableDirectBuffer message(int length) {
      bytes = Bytes.allocateDirect(length);
      return new UnsafeBuffer(bytes.addressForWrite(0), length);
    }

    @Override
    public void send(MutableDirectBuffer message, int length) {
      bytes.readPositionRemaining(0, length);
      appender.writeBytes(bytes);
    }
  }

  private static final class QueueReceiver implements Receiver {
    private final ExcerptTailer tailer;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);

    QueueReceiver(ExcerptTailer tailer) {
      this.tailer = tailer;
    }

    @Override
    public int receive(MessageHandler handler, int limit) {
      int count = 0;
      while (count < limit && receiveOne(handler)) {
        count++;
      }
      if (count == 0) {
        Thread.onSpinWait();
      }
      return count;
    }

    private boolean receiveOne(MessageHandler handler) {
      try (var document = tailer.readingDocument()) {
        if (!document.isPresent()) {
          return false;
        }
        Bytes<?> bytes = document.wire().bytes();
        int length = Math.toIntExact(bytes.readRemaining());
        message.wrap(bytes.addressForRead(bytes.readPosition()), length);
        handler.onMessage(1, message, 0, length);
        return true;
      }
    }
  }
}
