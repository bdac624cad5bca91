package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Failure;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import io.tandem.pipe.Pipe;
import io.tandem.process.JvmProcess;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections of this JVM to servers: how they are made, and found again by what has come from
/// other processes.
final class Links {
  private static final Map<UUID, Link> OPEN = new ConcurrentHashMap<>();
  private static final Map<UUID, Object> TURNS = new ConcurrentHashMap<>();

  /// By address, for proxies that come from elsewhere: the key never travels with them.
  private static final Map<String, SocketSettings> SOCKETS = new ConcurrentHashMap<>();

  private static final String DIED = "died";

  private Links() {}

  // ---- finding ----

  /// An open connection to a server, or null.
  static @Nullable Link find(UUID server) {
    return OPEN.get(server);
  }

  static void forget(Link link) {
    OPEN.remove(link.server(), link);
  }

  /// A connection to a server, which is made if there is none.
  ///
  /// @throws ManagerDiedException if it is not there any more
  /// @throws ManagerRefusedException if this JVM does not know its key, or is not let in
  static Link to(ServerAddress address) {
    Link open = find(address.server());
    if (open != null) {
      return open;
    }
    synchronized (TURNS.computeIfAbsent(address.server(), _ -> new Object())) {
      Link first = find(address.server());
      return first != null ? first : connectAgain(address);
    }
  }

  private static Link connectAgain(ServerAddress address) {
    try {
      Link link =
          address.door() != null
              ? byMemory(address.door(), address.toString())
              : bySocket(socketOf(address), settingsOf(address));
      if (!link.server().equals(address.server())) {
        link.close();
        throw gone(address.toString(), null); // another one listens there now
      }
      return link;
    } catch (IOException e) {
      throw gone(address.toString(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ManagerRefusedException(
          "Cannot connect to %s: the thread was interrupted. Call again.".formatted(address));
    }
  }

  private static String socketOf(ServerAddress address) {
    if (address.socket() == null) {
      throw new ManagerRefusedException(
          "Cannot connect to %s: its proxy came without an address. Connect to it first."
              .formatted(address));
    }
    return address.socket();
  }

  private static SocketSettings settingsOf(ServerAddress address) {
    SocketSettings settings = SOCKETS.get(socketOf(address));
    if (settings == null) {
      throw new ManagerRefusedException(
          "Cannot connect to %s at %s: its key does not travel. "
                  .formatted(address, address.socket())
              + "Connect to it with ManagerBuilder.connect first.");
    }
    return settings;
  }

  private static ManagerDiedException gone(String who, @Nullable Exception cause) {
    return new ManagerDiedException(
        "Cannot connect to %s: it is gone. Its objects are lost; start another one.".formatted(who),
        cause);
  }

  // ---- making ----

  /// Connects to the server of a door.
  ///
  /// @param who it is, for people
  /// @throws ManagerDiedException if nobody serves there
  static Link byMemory(Door door, String who) throws InterruptedException {
    Optional<Pipe.Duplex> pipe = door.isServed() ? door.knock() : Optional.empty();
    Pipe.Duplex mine = pipe.orElseThrow(() -> gone(who, null));
    return greet(mine.first(), door::isServed, () -> DIED);
  }

  /// @throws IOException if nobody listens there, or not with this key
  static Link bySocket(String socket, SocketSettings settings)
      throws IOException, InterruptedException {
    Connection connection = Connection.connect(SocketText.parse(socket), settings.options());
    var greeting =
        new Greeting(
            connection,
            settings.codec(),
            settings.known(),
            socket,
            settings.maxMessageBytes(),
            () -> true,
            () -> "died, or the network");
    Link link = greeting.run();
    SOCKETS.put(socket, settings);
    return link;
  }

  /// Begins to talk to a server at the other end of a pipe.
  ///
  /// @param alive whether the server still may come to its end
  /// @param fate what became of it, if it ends without a word
  static Link greet(Connection connection, BooleanSupplier alive, Supplier<String> fate)
      throws InterruptedException {
    var greeting =
        new Greeting(connection, Codec.data(), trusting(), null, Integer.MAX_VALUE, alive, fate);
    try {
      return greeting.run();
    } catch (IOException e) {
      throw gone("the manager", e);
    }
  }

  private static KnownServices trusting() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return new KnownServices(loader != null ? loader : Links.class.getClassLoader());
  }

  /// The first words of a client.
  ///
  /// @param longest message that it can send or take
  private record Greeting(
      Connection connection,
      Codec codec,
      KnownServices services,
      @Nullable String socket,
      int longest,
      BooleanSupplier alive,
      Supplier<String> fate) {

    Link run() throws IOException, InterruptedException {
      var outbox = new Outbox(connection);
      Link link = null;
      try {
        sayHello(outbox);
        byte[] welcome = receive();
        ServerAddress told = read(welcome);
        ServerAddress address = socket == null ? told : told.withSocket(socket);
        int longestCall = Math.min(longest, Messages.longest(welcome));
        link = new Link(connection, codec, address, longestCall, outbox, services, fate);
        OPEN.put(address.server(), link);
        return link;
      } finally {
        if (link == null) {
          connection.close();
        }
      }
    }

    private void sayHello(Outbox outbox) throws IOException {
      try {
        outbox.send(Messages.hello(codec.encode(nameOfThisJvm()), longest), _ -> {});
      } catch (ConnectionException.BrokenPipe _) {
        // It may have said why.
      }
    }

    private static String nameOfThisJvm() {
      return JvmProcess.current().toString();
    }

    private byte[] receive() throws IOException, InterruptedException {
      while (true) {
        boolean last = !alive.getAsBoolean();
        try {
          return connection.receiveBytes(last ? Duration.ZERO : Door.LOOK);
        } catch (TimeoutException _) {
          if (last) {
            throw new EOFException("The manager " + fate.get() + " before it had answered");
          }
        }
      }
    }

    /// A listener with a key begins with a challenge, which is no message.
    private @Nullable Object valueIn(byte[] answer) throws IOException {
      try {
        return Messages.value(answer, codec);
      } catch (CodecException e) {
        if (socket == null) {
          throw e;
        }
        throw new IOException(
            "What answers is no manager of the same version, or one that wants a key. "
                + "Connect to such a manager, or give ManagerBuilder.key.",
            e);
      }
    }

    private ServerAddress read(byte[] answer) throws IOException {
      Object value = Messages.isAnswer(answer) ? valueIn(answer) : null;
      if (value instanceof ServerAddress server) {
        return server;
      }
      if (Messages.isAnswer(answer)
          && Messages.kind(answer) == Messages.THROWN
          && value instanceof Object[] failure) {
        Throwable thrown = Failure.decode(failure, codec);
        throw thrown instanceof ManagerException refused
            ? refused
            : new ManagerRefusedException("The manager did not start: " + thrown, thrown);
      }
      throw new CodecException.Malformed(
          "What answers is no manager. Connect to one that is of the same version.");
    }
  }
}
