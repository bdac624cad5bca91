package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.CodecException;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.sync.SharedEvent;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Listening and accepting, with friends.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenerTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final ConnectionOptions OPTIONS =
      ConnectionOptions.withKey("open sesame".getBytes(UTF_8));
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path directory;

  private Stream<SocketAddress> addresses() {
    return Stream.of(UnixDomainSocketAddress.of(directory.resolve("listener")), ANY_PORT);
  }

  // ---- the address ----

  @Test
  void aSocketOfItsOwnIsForItsUserOnlyAndGoesWithTheListener() throws Exception {
    Path path;
    try (var listener = Listener.open(OPTIONS)) {
      path = ((UnixDomainSocketAddress) listener.address()).getPath();

      assertEquals("rw-------", rights(path));
      assertEquals("rwx------", rights(path.getParent()));
      assertEquals("listener at " + path, listener.toString());
    }
    assertFalse(Files.exists(path.getParent()));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aPathThatIsThereIsLeftAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    var e = assertThrows(FileAlreadyExistsException.class, () -> listenAt(file));

    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("Cannot listen there. It is no socket"), e.getMessage());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aPathThatSomebodyListensAtIsLeftToThem() throws Exception {
    Path path = directory.resolve("listener");
    try (var first = listenAt(path)) {
      var e = assertThrows(FileAlreadyExistsException.class, () -> listenAt(path));

      assertTrue(e.getMessage().contains("Somebody listens there: choose another"), e.getMessage());
      try (var client = Connection.connect(first.address(), OPTIONS)) {
        assertEquals("connection to " + path, client.toString());
      }
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void whatADeadListenerLeftIsReplaced() throws Exception {
    Path path = leaveSocket(directory.resolve("listener"));
    try (var listener = listenAt(path);
        var _ = Connection.connect(listener.address(), OPTIONS)) {
      listener.accept().close();
    }
    assertEquals(List.of(), List.of(directory.toFile().list()));
  }

  /// As one does who is killed.
  private static Path leaveSocket(Path path) throws IOException {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  @Test
  void whoHasBoundAndDoesNotListenYetIsNotDead() throws Exception {
    Path path = directory.resolve("listener");
    try (var bound = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      bound.bind(UnixDomainSocketAddress.of(path));
      var e = assertThrows(FileAlreadyExistsException.class, () -> listenAt(path));

      assertTrue(e.getMessage().contains("Somebody listens there"), e.getMessage());
      assertTrue(Files.exists(path));
    }
    listenAt(path).close();
  }

  /// Nobody is cut off from those who find it by its path: one wins, and that one is found.
  @Test
  void ofManyWhoReplaceADeadListenerOneListens() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path path = leaveSocket(directory.resolve("listener"));
      var starting =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> tryListenAt(path)))
              .limit(4)
              .toList();
      var listening = new ArrayList<Listener>();
      for (var each : starting) {
        each.get(30, TimeUnit.SECONDS).ifPresent(listening::add);
      }

      assertEquals(1, listening.size());
      Connection.connect(listening.getFirst().address(), OPTIONS).close();
      listening.getFirst().close();
    }
    assertEquals(List.of(), List.of(directory.toFile().list()));
  }

  private static Optional<Listener> tryListenAt(Path path) {
    try {
      return Optional.of(listenAt(path));
    } catch (FileAlreadyExistsException taken) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatDeadListenersLeftInDirectoriesOfTheirOwnIsFound() throws Exception {
    Path dead = Files.createDirectory(directory.resolve("tandem-1")).resolve("listener");
    Path living = Files.createDirectory(directory.resolve("tandem-2")).resolve("listener");
    Path other = Files.createDirectory(directory.resolve("tandem-3")).resolve("other");
    leaveSocket(dead);
    leaveSocket(other);
    try (var _ = listenAt(living)) {
      assertEquals(List.of(dead), DeadSocket.under(directory));
      assertTrue(DeadSocket.remove(dead));
      assertFalse(DeadSocket.remove(dead));
      assertFalse(DeadSocket.remove(living));
      assertEquals(List.of(), DeadSocket.under(directory));
    }
  }

  @Test
  void onlyItsOwnFileIsRemoved() throws Exception {
    Path path = directory.resolve("listener");
    try (var _ = listenAt(path)) {
      Files.delete(path);
      Files.writeString(path, "another's");
    }

    assertEquals("another's", Files.readString(path));
  }

  @Test
  void aPathThatIsTooLongIsRefusedWithTheLimit() {
    Path path = directory.resolve("x".repeat(110));
    var e = assertThrows(SocketException.class, () -> listenAt(path));

    assertTrue(
        e.getMessage()
            .contains(
                "the path has %d bytes, and a Unix socket's at most 106"
                    .formatted(path.toString().length())),
        e.getMessage());
  }

  @Test
  void aPathThatCannotBeListenedAtIsTold() {
    Path path = directory.resolve("missing").resolve("listener");
    var e = assertThrows(SocketException.class, () -> listenAt(path));

    assertEquals(
        ("Cannot listen at '%s': No such file or directory. "
                + "Choose a path in a directory that is there and that this user may write to.")
            .formatted(path),
        e.getMessage());
  }

  @Test
  void aPathOfTheGreatestLengthIsListenedAt() throws Exception {
    Path path = directory.resolve("x".repeat(105 - directory.toString().length()));
    try (var listener = listenAt(path)) {
      Connection.connect(listener.address(), OPTIONS).close();
    }
  }

  @Test
  void aPortIsChosenAndTold() throws Exception {
    try (var listener = Listener.open(ANY_PORT, OPTIONS)) {
      assertTrue(((InetSocketAddress) listener.address()).getPort() > 0);
      var e = assertThrows(BindException.class, () -> Listener.open(listener.address(), OPTIONS));

      assertTrue(e.getMessage().contains("Choose port 0"), e.getMessage());
    }
  }

  @Test
  void onlyTheLoopbackIsListenedAtAndConnectedToUnlessAsked() throws Exception {
    for (var far : List.of(new InetSocketAddress(0), new InetSocketAddress("192.0.2.1", 80))) {
      for (var e :
          List.of(
              assertThrows(IllegalArgumentException.class, () -> Listener.open(far, OPTIONS)),
              assertThrows(
                  IllegalArgumentException.class, () -> Connection.connect(far, OPTIONS)))) {
        assertTrue(e.getMessage().contains("not of this machine's loopback"), e.getMessage());
      }
    }
    try (var listener = Listener.open(new InetSocketAddress(0), OPTIONS.allowRemote())) {
      int port = ((InetSocketAddress) listener.address()).getPort();
      var near = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

      Connection.connect(near, OPTIONS).close();
    }
  }

  @Test
  void otherAddressesAreRefused() {
    var unresolved = InetSocketAddress.createUnresolved("example.invalid", 1);
    var other = new SocketAddress() {};

    assertThrows(IllegalArgumentException.class, () -> Listener.open(unresolved, OPTIONS));
    assertThrows(IllegalArgumentException.class, () -> Listener.open(other, OPTIONS));
  }

  @Test
  void withoutAKeyOnlyAUnixSocketIsListenedAt() throws Exception {
    var open = ConnectionOptions.withoutKey();
    var e = assertThrows(IllegalArgumentException.class, () -> Listener.open(ANY_PORT, open));

    assertTrue(e.getMessage().contains("every user of this machine could"), e.getMessage());
    try (var listener = Listener.open(open);
        var client = Connection.connect(listener.address(), open);
        var server = listener.accept()) {
      client.sendBytes(new byte[] {1, 2});

      assertArrayEquals(new byte[] {1, 2}, server.receiveBytes());
    }
  }

  private static Listener listenAt(Path path) throws IOException {
    return Listener.open(UnixDomainSocketAddress.of(path), OPTIONS);
  }

  // ---- accepting ----

  @Test
  void acceptingEndsAtItsTime() throws Exception {
    try (var listener = Listener.open(OPTIONS)) {
      assertFalse(listener.isReady());
      assertTrue(listener.accept(Duration.ZERO).isEmpty());
      assertTrue(listener.accept(SHORT).isEmpty());
      try (var _ = Connection.connect(listener.address(), OPTIONS);
          var accepted = listener.accept(LONG).orElseThrow()) {
        assertTrue(accepted.isWritable() && accepted.isReadable());
      }
    }
  }

  @Test
  void theLastAcceptedIsKnown() throws Exception {
    try (var listener = Listener.open(ANY_PORT, OPTIONS)) {
      assertTrue(listener.lastAccepted().isEmpty());
      try (var _ = Connection.connect(listener.address(), OPTIONS);
          var accepted = listener.accept()) {
        var from = (InetSocketAddress) listener.lastAccepted().orElseThrow();

        assertTrue(from.getAddress().isLoopbackAddress());
        assertTrue(accepted.toString().contains("from 127.0.0.1:" + from.getPort()));
      }
    }
  }

  @Test
  void acceptingAtAListenerThatIsClosedSaysSo() throws Exception {
    var listener = Listener.open(OPTIONS);
    var waiting =
        Stream.of(Thread.ofPlatform(), Thread.ofVirtual())
            .map(
                kind -> {
                  var thrown = new CompletableFuture<Throwable>();
                  kind.start(
                      () -> thrown.complete(assertThrows(IOException.class, listener::accept)));
                  return thrown;
                })
            .toList();
    assertTrue(listener.accept(SHORT).isEmpty());
    listener.close();
    listener.close();

    for (var thrown : waiting) {
      assertTrue(thrown.get(30, TimeUnit.SECONDS) instanceof ConnectionException.Closed);
    }
    var e = assertThrows(ConnectionException.Closed.class, listener::accept);
    assertTrue(e.getMessage().matches("The listener at .* is closed. Open another one."));
    assertTrue(listener.isReady() && listener.isClosed());
  }

  @Test
  void whoeverWasNotAcceptedIsClosedWithTheListener() throws Exception {
    var listener = Listener.open(OPTIONS);
    try (var client = Connection.connect(listener.address(), OPTIONS)) {
      assertTrue(listener.await(LONG));
      listener.close();

      assertThrows(EOFException.class, client::receiveBytes);
    }
  }

  @Test
  void whatWasAcceptedOutlivesTheListener() throws Exception {
    var listener = Listener.open(OPTIONS);
    try (var client = Connection.connect(listener.address(), OPTIONS);
        var accepted = listener.accept()) {
      listener.close();
      client.sendBytes(new byte[] {7});

      assertArrayEquals(new byte[] {7}, accepted.receiveBytes());
    }
  }

  @Test
  void anInterruptEndsAcceptingAndTheListenerGoesOn() throws Exception {
    try (var listener = Listener.open(OPTIONS)) {
      for (var kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
        var end = new CompletableFuture<Throwable>();
        Thread acceptor =
            kind.start(() -> end.complete(assertThrows(Exception.class, listener::accept)));
        acceptor.join(SHORT);
        acceptor.interrupt();

        assertTrue(end.get(30, TimeUnit.SECONDS) instanceof InterruptedException);
      }
      try (var _ = Connection.connect(listener.address(), OPTIONS);
          var accepted = listener.accept()) {
        assertFalse(accepted.isClosed());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void moreThanTheBacklogWaitAndAllAreAccepted(StandardProtocolFamily family) throws Exception {
    int clients = 20;
    var options = OPTIONS.backlog(2);
    try (var listener = Listener.open(addressOf(family), options)) {
      var connecting =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> connect(listener.address())))
              .limit(clients)
              .toList();
      for (int i = 0; i < clients; i++) {
        try (var accepted = listener.accept()) {
          accepted.sendBytes(new byte[] {1});
          assertThrows(EOFException.class, accepted::receiveBytes);
        }
      }
      for (var each : connecting) {
        assertTrue(each.get(30, TimeUnit.SECONDS));
      }
      assertEquals(0, listener.refused(), () -> listener.lastRefusal().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void ofABurstOfClientsAllAreServed(StandardProtocolFamily family) throws Exception {
    int clients = 200;
    try (var listener = Listener.open(addressOf(family), OPTIONS)) {
      var connecting =
          Stream.generate(() -> inVirtualThread(() -> connect(listener.address())))
              .limit(clients)
              .toList();
      for (int i = 0; i < clients; i++) {
        try (var accepted = listener.accept(LONG).orElseThrow()) {
          accepted.sendBytes(new byte[] {1});
        }
      }
      for (var each : connecting) {
        assertTrue(each.get(30, TimeUnit.SECONDS));
      }
      assertEquals(0, listener.refused(), () -> listener.lastRefusal().toString());
    }
  }

  private static <T> CompletableFuture<T> inVirtualThread(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, each -> Thread.ofVirtual().start(each));
  }

  private SocketAddress addressOf(StandardProtocolFamily family) {
    return addresses().toList().get(family == StandardProtocolFamily.UNIX ? 0 : 1);
  }

  static Stream<StandardProtocolFamily> families() {
    return Stream.of(StandardProtocolFamily.UNIX, StandardProtocolFamily.INET);
  }

  private static boolean connect(SocketAddress address) {
    try (var client = Connection.connect(address, OPTIONS)) {
      return client.receiveBytes().length == 1;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  // ---- several at once ----

  @Test
  void aListenerIsWaitedForTogetherWithOtherThings() throws Exception {
    try (var listener = Listener.open(OPTIONS);
        var scope = SharedScope.anonymous(1 << 16)) {
      var event = SharedEvent.create(scope);
      assertEquals(List.of(), Waitable.awaitAny(SHORT, event, listener));
      var ready =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Waitable.awaitAny(LONG, event, listener);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      try (var _ = Connection.connect(listener.address(), OPTIONS)) {
        assertEquals(List.<Waitable>of(listener), ready.get(30, TimeUnit.SECONDS));
        listener.accept().close();
        assertFalse(listener.isReady());
      }
    }
  }

  @Test
  void oneThreadWaitsForManyConnections() throws Exception {
    int count = 100;
    var clients = new ArrayList<Connection>();
    var servers = new ArrayList<Connection>();
    try (var listener = Listener.open(OPTIONS)) {
      for (int i = 0; i < count; i++) {
        clients.add(Connection.connect(listener.address(), OPTIONS));
        servers.add(listener.accept());
      }
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      assertEquals(List.of(), Waitable.awaitAny(SHORT, servers));
      for (int i : new int[] {0, 57, 99}) {
        clients.get(i).sendBytes(new byte[] {(byte) i});
        assertEquals(List.of(servers.get(i)), Waitable.awaitAny(LONG, servers));
        assertEquals(i, servers.get(i).receiveBytes()[0]);
      }
      long more =
          Thread.getAllStackTraces().keySet().stream()
              .filter(each -> !before.contains(each))
              .count();
      assertTrue(more < 10, () -> "%d threads more for %d connections".formatted(more, count));
    }
    clients.forEach(Connection::close);
    servers.forEach(Connection::close);
  }

  // ---- what crosses ----

  @Test
  void withoutACodecOnlyBytesCross() throws Exception {
    try (var listener = Listener.open(OPTIONS);
        var client = Connection.connect(listener.address(), OPTIONS);
        var server = listener.accept()) {
      var e = assertThrows(CodecException.Unencodable.class, () -> client.send("text"));
      client.send(new byte[] {1, 2, 3});

      assertTrue(e.getMessage().contains("Give a byte[]"), e.getMessage());
      assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) server.receive());
    }
  }

  @Test
  void aMessageThatIsTooLongIsNotSent() throws Exception {
    var small = OPTIONS.maxMessageBytes(10);
    try (var listener = Listener.open(small);
        var client = Connection.connect(listener.address(), small);
        var server = listener.accept()) {
      var e = assertThrows(IllegalArgumentException.class, () -> client.sendBytes(new byte[11]));
      client.sendBytes(new byte[10]);

      assertTrue(e.getMessage().startsWith("Cannot send a message of 11 bytes: at most 10 cross"));
      assertEquals(10, server.receiveBytes().length);
    }
  }

  @Test
  void aMessageThatIsTooLongForTheReceiverEndsTheConnection() throws Exception {
    try (var listener = Listener.open(OPTIONS.maxMessageBytes(10));
        var client = Connection.connect(listener.address(), OPTIONS);
        var server = listener.accept()) {
      client.sendBytes(new byte[11]);
      for (int i = 0; i < 2; i++) {
        var e = assertThrows(ConnectionException.TooLong.class, server::receiveBytes);
        assertTrue(e.getMessage().startsWith("Refused a message of 11 bytes: at most 10 may"));
      }

      assertThrows(EOFException.class, client::receiveBytes);
      var broken =
          assertThrows(
              ConnectionException.BrokenPipe.class, () -> server.sendBytes(new byte[] {1}));
      assertTrue(broken.getMessage().contains("was given up"), broken.getMessage());
      assertFalse(server.isClosed());
    }
  }
}
