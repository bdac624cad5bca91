package io.tandem.demos.programs;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;

/// What the messages of [ThroughputLadder] go through: from a process that sends them one by one to
/// this one, which takes as many at a time as there are.
enum Medium {
  SHARED_MEMORY("shared memory"),
  PIPE("pipe"),
  UNIX_SOCKET("Unix socket"),
  TCP("TCP");

  /// Of each message.
  static final int BYTES = 1024;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration LONG = Duration.ofSeconds(1);

  private final String title;

  Medium(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Sends messages and receives them.
  ///
  /// @param received gets the number of bytes whenever some have come
  void transfer(int messages, IntConsumer received) throws IOException, InterruptedException {
    switch (this) {
      case SHARED_MEMORY -> throughRing(messages, received);
      case PIPE -> throughPipe(messages, received);
      case UNIX_SOCKET -> {
        Path folder = Files.createTempDirectory("ladder");
        Path file = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          throughSocket(server.bind(UnixDomainSocketAddress.of(file)), messages, received);
        }
        Files.delete(file);
        Files.delete(folder);
      }
      case TCP -> {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = ServerSocketChannel.open()) {
          throughSocket(server.bind(anyPort), messages, received);
        }
      }
    }
  }

  private static void throughRing(int messages, IntConsumer received) throws InterruptedException {
    var ring = OneToOneRing.create(SharedScope.ofProcessTree(), 1 << 20);
    var sender =
        JvmProcess.start(
            () -> {
              var message = new SegmentBuffer(MemorySegment.ofArray(new byte[BYTES]));
              try (var producer = ring.producer()) {
                for (int i = 0; i < messages; i++) {
                  producer.put(1, message, 0, BYTES);
                }
              }
            });
    byte[] copy = new byte[BYTES];
    try (var consumer = ring.consumer()) {
      boolean more = true;
      while (more) {
        boolean alive = sender.isAlive(); // looked at first, since it may still send and then end
        int count =
            consumer.poll(
                (_, buffer, index, length) -> buffer.getBytes(index, copy, 0, length), 64, LONG);
        received.accept(count * BYTES);
        more = count > 0 || alive && !consumer.isEndOfStream();
      }
    }
    sender.join();
    ring.free();
  }

  /// The standard output of a child is a pipe.
  private static void throughPipe(int messages, IntConsumer received) throws InterruptedException {
    var output =
        new OutputStream() {
          @Override
          public void write(int b) {
            received.accept(1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            received.accept(length);
          }
        };
    JvmProcess.builder()
        .stdout(output)
        .start(() -> sendAll(new FileOutputStream(FileDescriptor.out).getChannel(), messages))
        .join();
  }

  private static void throughSocket(ServerSocketChannel server, int messages, IntConsumer received)
      throws IOException, InterruptedException {
    SocketAddress address = server.getLocalAddress();
    var sender =
        JvmProcess.start(
            () -> {
              try (var channel = SocketChannel.open(address)) {
                if (address
                    instanceof InetSocketAddress) { // each message goes at once, as elsewhere
                  channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                sendAll(channel, messages);
              }
            });
    sender.onExit().thenAccept(status -> stopWaiting(server, status));
    try (var channel = server.accept()) {
      var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (channel.read(buffer.clear()) >= 0) {
        received.accept(buffer.position());
      }
    }
    sender.join();
  }

  /// A sender that has died does not connect any more.
  private static void stopWaiting(ServerSocketChannel server, ExitStatus status) {
    if (!status.equals(new ExitStatus.Exited(0))) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void sendAll(WritableByteChannel channel, int messages) throws IOException {
    var message = ByteBuffer.allocateDirect(BYTES);
    for (int i = 0; i < messages; i++) {
      message.clear();
      while (message.hasRemaining()) {
        channel.write(message);
      }
    }
  }
}
