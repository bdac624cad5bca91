package io.tandem.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// One of Agrona's rings on its own buffer over a mapped file.
final class AgronaTransport implements Transport {
  private static final int BYTES = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;

  private final TransportKind kind;
  private final Path folder;

  AgronaTransport(TransportKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  private RingBuffer ring(String stream) {
    try (var file =
        FileChannel.open(
            folder.resolve(stream),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      var buffer = new UnsafeBuffer(memory);
      return kind == TransportKind.AGRONA_MANY
          ? new ManyToOneRingBuffer(buffer)
          : new OneToOneRingBuffer(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot map the ring of " + stream, e);
    }
  }

  private IdleStrategy idle() {
    return kind == TransportKind.AGRONA_BACKOFF
        ? new BackoffIdleStrategy()
        : BusySpinIdleStrategy.INSTANCE;
  }

  @Override
  public Sender sender(String stream) {
    return new RingSender(ring(stream), idle());
  }

  @Override
  public Receiver receiver(String stream) {
    return new RingReceiver(ring(stream), idle());
  }

  private record RingSender(RingBuffer ring, IdleStrategy idle) implements Sender {
    @Override
    public MutableDirectBuffer message(int bytes) {
      return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      while (!ring.write(1, message, 0, bytes)) {
        idle.idle();
      }
      idle.reset();
    }
  }

  private record RingReceiver(RingBuffer ring, IdleStrategy idle) implements Receiver {
    @Override
    public int receive(MessageHandler handler, int limit) {
      int count = ring.read(handler, limit);
      idle.idle(count);
      return count;
    }
  }
}
