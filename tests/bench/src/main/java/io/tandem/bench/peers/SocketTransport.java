package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/// A Unix-domain socket for each stream, of messages with their lengths in front. One that sends
/// connects when it has something to send: then the other side has long been there.
final class SocketTransport implements Transport {
  private static final int BUFFER_BYTES = 1 << 17; // for 64 messages of the longest, and to read

  private final boolean batch;
  private final Path folder;

  SocketTransport(TransportKind kind, Path folder) {
    this.batch = kind == TransportKind.SOCKET_BATCH;
    this.folder = folder;
  }

  private UnixDomainSocketAddress address(String stream) {
    return UnixDomainSocketAddress.of(folder.resolve(stream));
  }

  @Override
  public Sender sender(String stream) {
    return new SocketSender(address(stream), batch);
  }

  @Override
  public Receiver receiver(String stream) {
    try {
      return new SocketReceiver(
          ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address(stream)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen for " + stream, e);
    }
  }

  private static final class SocketSender implements Sender {
    private final UnixDomainSocketAddress address;
    private final boolean batch;
    private final ByteBuffer kept = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable SocketChannel channel;

    SocketSender(UnixDomainSocketAddress address, boolean batch) {
      this.address = address;
      this.batch = batch;
    }

    @Override
    public MutableDirectBuffer message(int bytes) {
      return new SegmentBuffer(Arena.ofAuto().allocate(bytes, 8));
    }

    @Override
    public void send(MutableDirectBuffer message, int bytes) {
      kept.putInt(bytes);
      message.getBytes(0, kept, bytes);
      if (!batch) {
        flush();
      }
    }

    @Override
    public void flush() {
      try {
        if (channel == null) {
          channel = SocketChannel.open(address);
        }
        kept.flip();
        while (kept.hasRemaining()) {
          int _ = channel.write(kept);
        }
        kept.clear();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot send to " + address, e);
      }
    }
  }

  private static final class SocketReceiver implements Receiver {
    private final ServerSocketChannel server;
    private final MemorySegment memory = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
    private final MutableDirectBuffer message = new SegmentBuffer(memory);
    private final ByteBuffer received = memory.asByteBuffer().limit(0);
    private @Nullable SocketChannel channel;

    SocketReceiver(ServerSocketChannel server) {
      this.server = server;
    }

    @Override
    public int receive(MessageHandler handler, int limit) {
      int count = 0;
      while (count < limit && hasMessage()) {
        int length = received.getInt();
        handler.onMessage(1, message, received.position(), length);
        received.position(received.position() + length);
        count++;
      }
      if (count == 0) {
        readMore();
      }
      return count;
    }

    private boolean hasMessage() {
      int left = received.remaining() - Integer.BYTES;
      return left >= 0 && left >= received.getInt(received.position());
    }

    private void readMore() {
      try {
        if (channel == null) {
          channel = server.accept();
        }
        received.compact();
        if (channel.read(received) < 0) {
          throw new EOFException();
        }
        received.flip();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot receive", e);
      }
    }
  }
}
