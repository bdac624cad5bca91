package io.tandem.tests.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pipe.AuthenticationException;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import io.tandem.pipe.ConnectionOptions;
import io.tandem.pipe.Listener;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.value.Python;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages between Java and live Pythons, over both kinds of sockets, in both directions. Which
/// forms of the handshake are spoken depends on which Pythons are installed.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonConnectionTest {
  private static final String KEY = "open sesame";
  private static final int BIG = 16 << 20;

  /// The key comes by standard input, as it should: others can read a command line.
  private static final String ADDRESS =
      """
      import sys
      from multiprocessing import AuthenticationError
      from multiprocessing.connection import Client, Listener
      key = sys.stdin.readline().rstrip('\\n').encode()
      address = sys.argv[1]
      if address.startswith('tcp:'):
          address = ('127.0.0.1', int(address[4:]))
      """;

  private static final String CONNECT = ADDRESS + "peer = Client(address, authkey=key)\n";
  private static final String LISTEN =
      ADDRESS
          + """
          listener = Listener(address, authkey=key)
          at = listener.address
          print('at', at if isinstance(at, str) else at[1], flush=True)
          peer = listener.accept()
          """;
  private static final String TALK =
      """
      peer.send_bytes(b'hello from Python')
      peer.send_bytes(b'')
      print('got', peer.recv_bytes().decode(), flush=True)
      print('empty', len(peer.recv_bytes()), flush=True)
      big = peer.recv_bytes()
      print('big', len(big), flush=True)
      peer.send_bytes(bytes(reversed(big)))
      while True:
          try:
              peer.send_bytes(peer.recv_bytes())
          except EOFError:
              break
      print('end', flush=True)
      peer.close()
      """;

  private static final String BURST =
      ADDRESS
          + """
          from multiprocessing import connection
          from threading import Barrier, Thread
          connected = Barrier(200)
          connect = connection.SocketClient
          def connect_with_all_others(address):
              peer = connect(address)
              connected.wait()
              return peer
          connection.SocketClient = connect_with_all_others
          served = []
          failed = []
          def talk(i):
              try:
                  with Client(address, authkey=key) as peer:
                      peer.send_bytes(b'%d' % i)
                      assert peer.recv_bytes() == b'%d' % i
                  served.append(i)
              except Exception as e:
                  failed.append(repr(e))
          threads = [Thread(target=talk, args=(i,)) for i in range(200)]
          for each in threads:
              each.start()
          for each in threads:
              each.join()
          print('served', len(served), failed[:3], flush=True)
          """;

  @TempDir private Path directory;

  private enum Family {
    UNIX,
    TCP
  }

  /// Over a Unix socket with all of them, over TCP with the first.
  static Stream<Arguments> pythons() {
    return Stream.concat(
        anyPython(), Python.names().skip(1).map(name -> Arguments.of(name, Family.UNIX)));
  }

  static Stream<Arguments> anyPython() {
    return Stream.of(Family.values()).map(family -> Arguments.of("python3", family));
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void pythonConnectsToJava(String name, Family family) throws Exception {
    try (var listener = listen(family);
        var python = Python.start(name, CONNECT + TALK, inPython(listener.address()))) {
      python.say(KEY);
      try (Connection connection = listener.accept()) {
        talk(connection, python);
      }
      python.awaitLine("end");
      python.awaitSuccess();
      assertEquals(0, listener.refused());
    }
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void javaConnectsToPython(String name, Family family) throws Exception {
    try (var python = Python.start(name, LISTEN + TALK, address(family))) {
      python.say(KEY);
      try (Connection connection = connect(family, python.awaitLine("at "), KEY)) {
        talk(connection, python);
      }
      python.awaitLine("end");
      python.awaitSuccess();
    }
  }

  private static void talk(Connection connection, ChildJvm python) throws Exception {
    assertEquals("hello from Python", new String(connection.receiveBytes(), UTF_8));
    assertEquals(0, connection.receiveBytes().length);
    connection.sendBytes("hello from Java".getBytes(UTF_8));
    connection.sendBytes(new byte[0]);
    byte[] big = new byte[BIG];
    new Random(1).nextBytes(big);
    connection.sendBytes(big);
    assertEquals("hello from Java", python.awaitLine("got "));
    assertEquals("0", python.awaitLine("empty "));
    assertEquals("" + BIG, python.awaitLine("big "));
    assertArrayEquals(reversed(big), connection.receiveBytes());
    for (int size :
        new int[] {1, 3, 16_380, 16_384, 16_385, 100_000}) { // around Python's one write
      byte[] message = new byte[size];
      new Random(size).nextBytes(message);
      connection.sendBytes(message);
      assertArrayEquals(message, connection.receiveBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void pythonWithAnotherKeyIsRefusedAndToldSo(String name, Family family) throws Exception {
    try (var listener = listen(family);
        var python = Python.start(name, CONNECT, inPython(listener.address()))) {
      python.say("open barley");

      assertTrue(String.join("\n", python.awaitEnd()).contains("AuthenticationError"));
      Awaitility.await().until(() -> listener.refused() == 1);
      assertEquals(
          "Refused the other end: its answer to the challenge is wrong. "
              + "Give both ends the same key.",
          listener.lastRefusal().orElseThrow().getMessage());
      assertTrue(listener.accept(Duration.ZERO).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("pythons")
  void javaWithAnotherKeyIsRefusedAndToldSo(String name, Family family) throws Exception {
    try (var python = Python.start(name, LISTEN, address(family))) {
      python.say(KEY);
      String at = python.awaitLine("at ");
      var e =
          assertThrows(
              AuthenticationException.class, () -> connect(family, at, "open barley").close());

      assertTrue(e.getMessage().contains("refused the answer"), e.getMessage());
      assertTrue(String.join("\n", python.awaitEnd()).contains("AuthenticationError"));
    }
  }

  @ParameterizedTest
  @MethodSource("anyPython")
  void pythonThatDiesIsTheEnd(String name, Family family) throws Exception {
    String script = CONNECT + "peer.send_bytes(b'last')\nprint('sent', flush=True)\n";
    try (var listener = listen(family);
        var python =
            Python.start(name, script + "sys.stdin.readline()", inPython(listener.address()))) {
      python.say(KEY);
      try (Connection connection = listener.accept()) {
        python.awaitLine("sent");
        python.kill();

        assertEquals("last", new String(connection.receiveBytes(), UTF_8));
        assertThrows(EOFException.class, connection::receiveBytes);
        assertThrows(
            ConnectionException.BrokenPipe.class, () -> connection.sendBytes(new byte[] {1}));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("anyPython")
  void ofABurstOfPythonsAllAreServed(String name, Family family) throws Exception {
    try (var listener = listen(family);
        var python = Python.start(name, BURST, inPython(listener.address()))) {
      python.say(KEY);
      for (int i = 0; i < 200; i++) {
        Connection each = listener.accept(Duration.ofSeconds(30)).orElseThrow();
        Thread.ofVirtual().start(() -> echo(each));
      }

      assertEquals("200 []", python.awaitLine("served "));
      python.awaitSuccess();
      assertEquals(0, listener.refused());
    }
  }

  private static void echo(Connection connection) {
    try (connection) {
      connection.sendBytes(connection.receiveBytes());
      connection.receiveBytes();
    } catch (IOException | InterruptedException end) {
      // Whether it was served, Python says.
    }
  }

  private Listener listen(Family family) throws Exception {
    var options = ConnectionOptions.withKey(KEY.getBytes(UTF_8));
    return switch (family) {
      case UNIX -> Listener.open(options);
      case TCP ->
          Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options);
    };
  }

  private String address(Family family) {
    return family == Family.UNIX ? directory.resolve("python").toString() : "tcp:0";
  }

  private static Connection connect(Family family, String at, String key) throws Exception {
    SocketAddress address =
        family == Family.UNIX
            ? UnixDomainSocketAddress.of(at)
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(at));
    return Connection.connect(address, ConnectionOptions.withKey(key.getBytes(UTF_8)));
  }

  private static String inPython(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? "tcp:" + inet.getPort() : address.toString();
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
