package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connecting to listeners of all kinds.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketConnectorTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.withKey("open sesame".getBytes(UTF_8));
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path directory;

  @Test
  void connectingWhereNobodyListensSaysSo() throws Exception {
    SocketAddress unix;
    SocketAddress tcp;
    try (var one = Listener.open(OPTIONS);
        var other = Listener.open(ANY_PORT, OPTIONS)) {
      unix = one.address();
      tcp = other.address();
    }
    for (var gone : List.of(unix, tcp)) {
      var e = assertThrows(ConnectException.class, () -> Connection.connect(gone, OPTIONS));

      assertTrue(e.getMessage().startsWith("Cannot connect to "), e.getMessage());
      assertTrue(e.getMessage().contains("Start the listener first"), e.getMessage());
    }
  }

  @Test
  void aListenerThatSaysNothingIsGivenUp() throws Exception {
    try (var mute = ServerSocketChannel.open().bind(ANY_PORT)) {
      var hasty = OPTIONS.handshakeTimeout(Duration.ofMillis(50));
      var e =
          assertThrows(
              AuthenticationException.class,
              () -> Connection.connect(mute.getLocalAddress(), hasty));

      assertTrue(e.getMessage().startsWith("Gave up on the connection to 127.0.0.1:"));
      assertTrue(
          e.getMessage()
              .contains(
                  "took longer than PT0.05S to authenticate, having sent 0 messages of the"
                      + " handshake. Give both ends the same key"),
          e.getMessage());
    }
  }

  @Test
  void whoIsDroppedByAListenerIsToldWhatIsKnown() throws Exception {
    try (var dropping = ServerSocketChannel.open().bind(ANY_PORT)) {
      var dropped = CompletableFuture.supplyAsync(() -> acceptAndClose(dropping));
      var e =
          assertThrows(
              AuthenticationException.class,
              () -> Connection.connect(dropping.getLocalAddress(), OPTIONS));

      assertTrue(dropped.get(30, TimeUnit.SECONDS));
      assertTrue(
          e.getMessage()
              .matches(
                  "The connection to 127.* ended before it was authenticated: the other end closed"
                      + " it, or its process died, after \\d+ ms, having sent 0 messages of the"
                      + " handshake. Its Listener.lastRefusal.. may say why.*"),
          e.getMessage());
    }
  }

  private static boolean acceptAndClose(ServerSocketChannel listening) {
    try {
      listening.accept().close();
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoHasNoKeyWhereOneIsExpectedReceivesTheChallengeAsAMessage() throws Exception {
    try (var listener = Listener.open(OPTIONS);
        var client = Connection.connect(listener.address(), ConnectionOptions.withoutKey())) {
      String first = new String(client.receiveBytes(), ISO_8859_1);
      client.sendBytes(new byte[] {1});

      assertTrue(first.startsWith("#CHALLENGE#"), first);
      assertEquals("#FAILURE#", new String(client.receiveBytes(), ISO_8859_1));
      assertThrows(EOFException.class, client::receiveBytes);
      assertTrue(listener.accept(Duration.ZERO).isEmpty());
    }
  }

  @Test
  void connectingToAFullUnixSocketWaitsAndIsGivenUp() throws Exception {
    var address = UnixDomainSocketAddress.of(directory.resolve("full"));
    var hasty = ConnectionOptions.withoutKey().handshakeTimeout(Duration.ofMillis(50));
    var connected = new ArrayList<Connection>();
    try (var full = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1)) {
      var e =
          assertThrows(
              ConnectException.class,
              () -> {
                for (int i = 0; i < 10; i++) {
                  connected.add(Connection.connect(address, hasty));
                }
              });

      assertTrue(e.getMessage().contains("its listener took nobody in time"), e.getMessage());
      assertTrue(full.isOpen());
    }
    connected.forEach(Connection::close);
  }

  @Test
  void anInterruptEndsAHandshake() throws Exception {
    try (var mute = ServerSocketChannel.open().bind(ANY_PORT)) {
      var end = new AtomicReference<Throwable>();
      SocketAddress address = mute.getLocalAddress();
      Thread client =
          Thread.ofVirtual()
              .start(
                  () ->
                      end.set(
                          assertThrows(
                              InterruptedException.class,
                              () -> Connection.connect(address, OPTIONS))));
      client.join(SHORT);
      client.interrupt();

      assertTrue(client.join(LONG));
      assertTrue(end.get() instanceof InterruptedException);
    }
  }
}
