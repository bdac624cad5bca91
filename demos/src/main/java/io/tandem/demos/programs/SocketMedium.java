package io.tandem.demos.programs;

import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/// A socket of the file system, or one of the network on this machine.
enum SocketMedium implements Medium {
  UNIX("Unix socket"),
  TCP("TCP");

  private static final int BUFFER_BYTES = 1 << 16;

  private final String title;

  SocketMedium(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void transfer(int messages, IntConsumer received)
      throws IOException, InterruptedException {
    if (this == TCP) {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (var server = ServerSocketChannel.open()) {
        transfer(server.bind(anyPort), messages, received);
      }
      return;
    }
    Path folder = Files.createTempDirectory("ladder");
    Path file = folder.resolve("socket");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      transfer(server.bind(UnixDomainSocketAddress.of(file)), messages, received);
    }
    Files.delete(file);
    Files.delete(folder);
  }

  private static void transfer(ServerSocketChannel server, int messages, IntConsumer received)
      throws IOException, InterruptedException {
    SocketAddress address = server.getLocalAddress();
    var sender =
        JvmProcess.start(
            () -> {
              try (var channel = SocketChannel.open(address)) {
                if (address instanceof InetSocketAddress) { // else messages are kept for a while
                  channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                Medium.sendAll(channel, messages);
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
}
