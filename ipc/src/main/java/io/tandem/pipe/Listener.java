package io.tandem.pipe;

import static io.tandem.pipe.SocketConnector.nameOf;

import io.tandem.park.WaitPoint;
import io.tandem.park.Waitable;
import io.tandem.park.Waiting;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Where others connect to, through a Unix-domain socket or TCP: this library, or Python's
/// `multiprocessing.connection.Client`.
///
/// **Shape.** [#accept] gives one [Connection] after the other. Each has been authenticated by
/// then, in the background; who fails, or takes longer than [ConnectionOptions#handshakeTimeout],
/// is dropped, see [#refused] and [#lastRefusal]; nobody else is. At most 1024 are being
/// authenticated at a time, and others wait outside, in the order in which they came. So up to 1023
/// peers that are slow or say nothing delay nobody, and each 1024 of them delay those who come
/// later by that timeout at most.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too. One thread of the process waits for all its sockets.
///
/// **Lifetime.** Until [#close()], which also closes what nobody has accepted, and removes the
/// socket's file. So does the end of the JVM. Of one that is killed the file stays, until another
/// listens there, or [#removeAbandoned]. What was accepted stays open. A child does not inherit it.
///
/// **Errors.** Accepting throws [ConnectionException.Closed] once the listener is closed, also in
/// threads that were waiting. What others do wrong is never an error here.
///
/// **The connections.** Messages are framed, and peers authenticated, as in Python, so raw bytes
/// can be exchanged with it: `sendBytes` here is `recv_bytes` there. Objects cannot, as Python
/// sends pickles. Over a socket it differs from the general contract that an interrupt in the
/// middle of sending a long message does not stop it: what is left goes out as soon as there is
/// room.
///
/// **Source.** Python's `multiprocessing.connection.Listener`, where a peer that connects and says
/// nothing stops all others, one with a wrong key makes `accept` throw, and messages are objects
/// that run code on arrival.
///
/// ```java
/// byte[] key = System.in.readNBytes(32);
/// try (var listener = Listener.open(ConnectionOptions.withKey(key))) {
///   System.out.println(listener.address()); // for Connection.connect, or Python's Client
///   try (var client = listener.accept()) {
///     client.sendBytes(client.receiveBytes());
///   }
/// }
/// ```
public final class Listener implements Waitable, AutoCloseable {
  private static final int QUEUE_OUTSIDE = 4096; // what Linux allows at first
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocketChannel channel;
  private final @Nullable SocketFile file;
  private final SocketAddress address;
  private final ConnectionOptions options;
  private final @Nullable Handshakes handshakes;
  private final SelectionKey key;

  private final Queue<SocketConnection> waiting = new ConcurrentLinkedQueue<>();
  private final SocketSignal arrived = new SocketSignal();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable IOException lastRefusal;
  private volatile @Nullable SocketAddress lastAccepted;

  private Listener(
      ServerSocketChannel channel, @Nullable SocketFile file, ConnectionOptions options)
      throws IOException {
    this.channel = channel;
    this.file = file;
    this.options = options;
    this.address = channel.getLocalAddress();
    this.handshakes =
        options
            .key()
            .map(secret -> new Handshakes(secret.copy(), options, this::welcome, this::refuse))
            .orElse(null);
    this.key = SocketThread.register(channel, _ -> admit());
  }

  /// Listens at a Unix socket of its own, in a directory that only this user can enter.
  ///
  /// @throws IOException if that cannot be
  public static Listener open(ConnectionOptions options) throws IOException {
    return open(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX),
        options,
        channel -> SocketFile.bindAnywhere(channel, QUEUE_OUTSIDE));
  }

  /// Listens at an address.
  ///
  /// @param address a [UnixDomainSocketAddress], of a path where nothing is but perhaps the socket
  ///   of a listener that was killed, which is replaced; or an [InetSocketAddress] of the loopback,
  ///   with port 0 for any that is free, see [#address]
  /// @throws java.nio.file.FileAlreadyExistsException if there is something else at the path
  /// @throws IOException if the port is taken, or the address cannot be listened at
  /// @throws IllegalArgumentException if the address is of another kind, or not of the loopback
  ///   without [ConnectionOptions#allowRemote], or TCP without a key: anybody on this machine could
  ///   connect
  public static Listener open(SocketAddress address, ConnectionOptions options) throws IOException {
    SocketConnector.requireAllowed(address, options);
    if (address instanceof UnixDomainSocketAddress unix) {
      return open(
          ServerSocketChannel.open(StandardProtocolFamily.UNIX),
          options,
          channel -> SocketFile.bind(channel, unix.getPath(), QUEUE_OUTSIDE));
    }
    if (options.key().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot listen at %s without a key: every user of this machine could connect. "
                  .formatted(nameOf(address))
              + "Give ConnectionOptions.withKey, or listen at a Unix socket.");
    }
    return open(ServerSocketChannel.open(), options, channel -> bind(channel, address));
  }

  /// Removes the sockets' files that listeners of this user left who were killed, in directories
  /// that they had made themselves under this JVM's `java.io.tmpdir`.
  ///
  /// @param remove or only tell
  /// @return those files
  /// @throws IOException if the directory cannot be read
  public static List<Path> removeAbandoned(boolean remove) throws IOException {
    return SocketFile.sweep(remove);
  }

  private interface Binding {
    @Nullable SocketFile bind(ServerSocketChannel channel) throws IOException;
  }

  private static Listener open(
      ServerSocketChannel channel, ConnectionOptions options, Binding binding) throws IOException {
    SocketFile file = null;
    Listener listener = null;
    try {
      file = binding.bind(channel);
      listener = new Listener(channel, file, options);
      listener.askForPeers();
      return listener;
    } finally {
      if (listener == null) {
        channel.close();
        if (file != null) {
          file.remove();
        }
      }
    }
  }

  private static @Nullable SocketFile bind(ServerSocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      channel.bind(address, QUEUE_OUTSIDE);
      return null;
    } catch (BindException e) {
      var failed =
          new BindException(
              "Cannot listen at %s: %s. Choose port 0, and tell others the address()."
                  .formatted(nameOf(address), e.getMessage()));
      failed.initCause(e);
      throw failed;
    }
  }

  // ---- accepting ----

  /// Waits for the next connection that is authenticated.
  ///
  /// @throws ConnectionException.Closed if this listener is closed
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public Connection accept() throws IOException, InterruptedException {
    return accept(SocketSignal.never()).orElseThrow();
  }

  /// As [#accept()], but waits no longer than a timeout.
  ///
  /// @return none if there was none in this time
  /// @throws ConnectionException.Closed if this listener is closed
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public Optional<Connection> accept(Duration timeout) throws IOException, InterruptedException {
    return accept(Waiting.deadlineAfter(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  private Optional<Connection> accept(long deadline) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before accepting a connection");
    }
    while (true) {
      int seen = arrived.version();
      requireOpen();
      SocketConnection connection = waiting.poll();
      if (connection != null) {
        askForPeers(); // now that there is room
        lastAccepted = connection.otherEnd();
        return Optional.of(connection);
      }
      if (!arrived.awaitChange(seen, deadline)) {
        return Optional.empty();
      }
    }
  }

  private void askForPeers() {
    SocketThread.ask(key, SelectionKey.OP_ACCEPT);
  }

  /// Takes in who waits outside, as long as there is room. Called by the [SocketThread].
  private void admit() {
    try {
      while (hasRoom()) {
        SocketChannel peer = channel.accept();
        if (peer == null) {
          askForPeers();
          return;
        }
        admit(peer);
      }
    } catch (ClosedChannelException closed) {
      // Nobody comes any more.
    } catch (IOException e) { // too many open files, for one, which lasts a while
      note(e);
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
          .execute(this::askForPeers);
    }
  }

  /// Whoever makes room asks for peers again.
  private boolean hasRoom() {
    return waiting.size() < options.backlog() && (handshakes == null || handshakes.hasRoom());
  }

  private void admit(SocketChannel peer) {
    try {
      SocketAddress from = peer.getRemoteAddress();
      if (from instanceof InetSocketAddress) {
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      String name = "connection from %s to %s".formatted(nameOf(from), nameOf(address));
      var connection = new SocketConnection(peer, options, name);
      if (handshakes == null) {
        welcome(connection);
      } else {
        handshakes.start(connection);
      }
    } catch (IOException gone) {
      note(gone);
    }
  }

  private void welcome(SocketConnection connection) {
    waiting.add(connection);
    arrived.announce();
    askForPeers();
    if (closed.get()) {
      closeWaiting();
    }
  }

  private void refuse(SocketConnection peer, IOException why) {
    if (!closed.get()) {
      note(why);
    }
    askForPeers();
  }

  private void note(IOException why) {
    lastRefusal = why;
    refused.incrementAndGet();
  }

  // ---- what is known ----

  /// Where it listens: with the port, if any was asked for.
  public SocketAddress address() {
    return address;
  }

  /// Where the connection accepted last comes from. A Unix socket that connects has no name.
  public Optional<SocketAddress> lastAccepted() {
    return Optional.ofNullable(lastAccepted);
  }

  /// How many connected and were dropped, because they did not authenticate.
  public long refused() {
    return refused.get();
  }

  /// Why the last of them was dropped. It holds nothing that is secret.
  public Optional<IOException> lastRefusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /// Whether [#accept] would not wait.
  @Override
  public boolean isReady() {
    return !waiting.isEmpty() || isClosed();
  }

  @Override
  public WaitPoint waitPoint() {
    return arrived.waitPoint(() -> {}); // it always asks, as long as there is room
  }

  /// How many are being authenticated.
  int authenticating() {
    return handshakes == null ? 0 : handshakes.count();
  }

  // ---- the end ----

  /// Whether it was closed.
  public boolean isClosed() {
    return closed.get();
  }

  /// Listens no more, and forgets the key. Threads that wait throw [ConnectionException.Closed].
  /// Again is harmless.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    SocketThread.closeAndAwait(key);
    if (handshakes != null) {
      handshakes.close();
    }
    closeWaiting();
    arrived.announce();
    if (file != null) {
      file.remove();
    }
  }

  private void closeWaiting() {
    for (SocketConnection each = waiting.poll(); each != null; each = waiting.poll()) {
      each.close();
    }
  }

  private void requireOpen() throws ConnectionException.Closed {
    if (isClosed()) {
      throw new ConnectionException.Closed(
          "The listener at %s is closed. Open another one.".formatted(nameOf(address)));
    }
  }

  @Override
  public String toString() {
    return "listener at %s%s".formatted(nameOf(address), isClosed() ? ", closed" : "");
  }
}
