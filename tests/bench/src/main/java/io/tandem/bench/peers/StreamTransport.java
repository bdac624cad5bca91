package io.tandem.bench.peers;

import io.tandem.memory.SegmentBuffer;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/// A stream of bytes for each stream of messages, with their lengths in front: a Unix-domain
/// socket, TCP without delay, or a pipe of the kernel's, which is what standard output is too. One
/// that sends connects when it has something to send: then the other side has long been there.
final class StreamTransport implements Transport {
  private static final int BUFFER_BYTES = 1 << 17; // for 64 short messages, and to read

  private final TransportKind kind;
  private final Path folder;

  StreamTransport(TransportKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  private interface Opening<C> {
    C open() throws IOException;
  }

  @Override
  public Sender sender(String stream) {
    boolean batch = kind == TransportKind.SOCKET_BATCH;
    return new StreamSender(() -> connect(folder.resolve(stream)), batch);
  }

  private WritableByteChannel connect(Path file) throws IOException {
    return switch (kind) {
      case TCP -> {
        int port = Integer.parseInt(Files.readString(file));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        yield SocketChannel.open(address).setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      case FIFO -> new FileOutputStream(file.toFile()).getChannel();
      default -> SocketChannel.open(UnixDomainSocketAddress.of(file));
    };
  }

  @Override
  public Receiver receiver(String stream) {
    try {
      return new StreamReceiver(listen(folder.resolve(stream)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen for " + stream, e);
    }
  }

  private Opening<ReadableByteChannel> listen(Path file) throws IOException {
    return switch (kind) {
      case TCP -> {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerSocketChannel server = ServerSocketChannel.open().bind(any);
        Files.writeString(file, Integer.toString(server.socket().getLocalPort()));
        yield server::accept;
      }
      case FIFO -> {
        int _ = new ProcessBuilder("mkfifo", file.toString()).start().onExit().join().exitValue();
        yield () -> new FileInputStream(file.toFile()).getChannel();
      }
      default -> {
        var address = UnixDomainSocketAddress.of(file);
        yield ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)::accept;
      }
    };
  }

  private static final class StreamSender implements Sender {
    private final Opening<WritableByteChannel> opening;
    private final boolean batch;
    private final ByteBuffer kept = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable WritableByteChannel channel;

    StreamSender(Opening<WritableByteChannel> opening, boolean batch) {
      this.opening = opening;
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
          channel = opening.open();
        }
        kept.flip();
        while (kept.hasRemaining()) {
          int _ = channel.write(kept);
        }
        kept.clear();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot send", e);
      }
    }
  }

  private static final class StreamReceiver implements Receiver {
    private final Opening<ReadableByteChannel> opening;
    private final MemorySegment memory = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
    private final MutableDirectBuffer message = new SegmentBuffer(memory);
    private final ByteBuffer received = memory.asByteBuffer().limit(0);
    private @Nullable ReadableByteChannel channel;

    StreamReceiver(Opening<ReadableByteChannel> opening) {
      this.opening = opening;
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
          channel = opening.open();
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
