package io.tandem.pipe;

import io.tandem.park.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/// Connects, without blocking in the system: so a deadline and an interrupt end it.
final class SocketConnector {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SocketAddress address;
  private final long deadline;
  private long pause = FIRST_PAUSE_NANOS;

  private SocketConnector(SocketAddress address, long deadline) {
    this.address = address;
    this.deadline = deadline;
  }

  static Connection connect(SocketAddress address, ConnectionOptions options)
      throws IOException, InterruptedException {
    requireAllowed(address, options);
    long nanos = TimeUnit.NANOSECONDS.convert(options.handshakeTimeout());
    SocketChannel channel = new SocketConnector(address, Waiting.deadlineAfter(nanos)).connect();
    var connection = new SocketConnection(channel, options, "connection to " + nameOf(address));
    boolean done = false;
    try {
      if (options.key().isPresent()) {
        connection.authenticate(options.key().get(), false, options.handshakeTimeout());
      }
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  /// @throws IllegalArgumentException if it is of another kind, or not of this machine
  static void requireAllowed(SocketAddress address, ConnectionOptions options) {
    switch (address) {
      case UnixDomainSocketAddress _ -> {}
      case InetSocketAddress inet -> requireNear(inet, options);
      default ->
          throw new IllegalArgumentException(
              "There is no connecting to %s. Give a UnixDomainSocketAddress or InetSocketAddress."
                  .formatted(address));
    }
  }

  private static void requireNear(InetSocketAddress address, ConnectionOptions options) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "Nothing is known of the host of %s. Give its address.".formatted(address));
    }
    if (!address.getAddress().isLoopbackAddress() && !options.isRemoteAllowed()) {
      throw new IllegalArgumentException(
          "The address %s is not of this machine's loopback. ".formatted(address)
              + "Use InetAddress.getLoopbackAddress(), or say ConnectionOptions.allowRemote().");
    }
  }

  /// For messages.
  static String nameOf(SocketAddress address) {
    String text = address.toString();
    if (address instanceof InetSocketAddress inet && !inet.isUnresolved()) {
      return inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }
    return text.isEmpty() ? "a Unix socket" : text; // that connects has no name
  }

  private SocketChannel connect() throws IOException, InterruptedException {
    while (true) {
      SocketChannel channel = open();
      boolean connected = false;
      try {
        connected = tryConnect(channel);
      } catch (SocketException e) {
        if (!isQueueFull(e)) {
          throw failed(e);
        }
      } finally {
        if (!connected) {
          channel.close();
        }
      }
      if (connected) {
        return channel;
      }
      pause();
    }
  }

  private SocketChannel open() throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
    return (SocketChannel) channel.configureBlocking(false);
  }

  private boolean tryConnect(SocketChannel channel) throws IOException, InterruptedException {
    boolean connected = channel.connect(address);
    while (!connected) {
      pause();
      connected = channel.finishConnect();
    }
    return true;
  }

  /// A Unix socket whose listener has enough waiting says so at once, where TCP waits.
  private boolean isQueueFull(SocketException e) {
    return !(e instanceof ConnectException)
        && address instanceof UnixDomainSocketAddress unix
        && Files.isWritable(unix.getPath());
  }

  private void pause() throws IOException, InterruptedException {
    if (deadline - System.nanoTime() <= 0) {
      throw new ConnectException(
          "Cannot connect to %s: its listener took nobody in time. ".formatted(nameOf(address))
              + "Have it accept more often, or raise ConnectionOptions.handshakeTimeout.");
    }
    TimeUnit.NANOSECONDS.sleep(pause);
    pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
  }

  private IOException failed(SocketException e) {
    String found =
        e instanceof ConnectException
            ? "nobody listens there"
            : "there is no socket that this user may write to";
    var failed =
        new ConnectException(
            "Cannot connect to %s: %s (%s). Start the listener first, and give its address()."
                .formatted(nameOf(address), found, e.getMessage()));
    failed.initCause(e);
    return failed;
  }
}
