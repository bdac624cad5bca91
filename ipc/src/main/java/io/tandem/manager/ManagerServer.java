package io.tandem.manager;

import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A server of managed objects in this JVM, for clients in others.
///
/// **Shape.** Started by [ManagerBuilder#serve], it serves until it is closed. [Manager#start] has
/// one in a JVM of its own, which is what most programs want.
///
/// **Sharing.** Any thread. What a client's thread did before a call, the method sees, and what the
/// method did, the thread sees after it.
///
/// **Lifetime.** It survives its clients, and ends with [#close] or its JVM. An object stays as
/// long as a client has a proxy of it, or another object here; one that was opened by a name stays.
///
/// **Errors.** A client that breaks the protocol is dropped. The methods of objects run in threads
/// of the server, and may throw whatever they like; what they throw goes to the caller.
///
/// **Source.** Python's `BaseManager.get_server().serve_forever()`. A client that dies there leaves
/// its locks locked.
///
/// ```java
/// try (var server = Manager.builder().name("hall").serve()) {
///   try (var manager = Manager.connect("hall")) { // in any JVM of this user
///     System.out.println(manager);
///   }
/// }
/// ```
public final class ManagerServer implements AutoCloseable {
  private final ServerCore core;
  private final Doorkeeper doorkeeper;
  private final @Nullable Porter porter;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ManagerServer(ServerCore core, Doorkeeper doorkeeper, @Nullable Porter porter) {
    this.core = core;
    this.doorkeeper = doorkeeper;
    this.porter = porter;
  }

  /// @throws IOException if the address cannot be listened at
  static ManagerServer start(ServerSettings settings) throws IOException {
    Porter porter = null;
    ManagerServer server = null;
    try {
      String socket = settings.socket();
      if (socket != null) {
        porter = Porter.open(SocketText.parse(socket), settings.sockets());
      }
      server = start(settings, porter);
      return server;
    } finally {
      if (server == null && porter != null) {
        porter.close();
      }
    }
  }

  private static ManagerServer start(ServerSettings settings, @Nullable Porter porter) {
    var core = new CompletableFuture<ServerCore>();
    var doorkeeper =
        new Doorkeeper(settings.name(), () -> open(settings), guest -> core.join().admit(guest));
    String socket = porter == null ? null : SocketText.of(porter.address());
    core.complete(new ServerCore(settings, doorkeeper.door(), socket));
    var server = new ManagerServer(core.join(), doorkeeper, porter);
    if (porter != null) {
      var codec = settings.sockets().codec();
      porter.start(guest -> server.core.admitBySocket(guest, codec));
    }
    return server;
  }

  private static Door open(ServerSettings settings) {
    if (settings.named()) {
      return Door.serve(settings.name());
    }
    Door door = Door.make();
    door.life().lock();
    return door;
  }

  /// Serves as long as the owner is connected.
  void serve(Connection owner) throws InterruptedException {
    core.serve(owner);
  }

  // ---- looking ----

  /// The name that it was given, or `manager-1` and so on.
  public String name() {
    return core.address().name();
  }

  /// Where it listens for clients that come by a socket: with the port, if any was asked for.
  public Optional<SocketAddress> address() {
    return Optional.ofNullable(porter).map(Porter::address);
  }

  /// How many clients are connected.
  public int clients() {
    return core.clients();
  }

  /// How many objects there are.
  public int objects() {
    return core.objects().size();
  }

  /// A client of this server in this JVM, over shared memory: as in any other JVM, arguments and
  /// results are copied.
  public Manager connect() throws InterruptedException {
    if (closing.get()) {
      throw new ManagerClosedException(
          "Cannot connect to %s: it was closed. Start another one.".formatted(this), null);
    }
    Pipe.Duplex pipe = Door.pipe();
    admit(pipe.second());
    return Manager.of(Links.greet(pipe.first(), () -> !closing.get(), () -> "died"));
  }

  /// Lets a client in that has the other end of a pipe.
  void admit(Connection client) {
    core.admit(client);
  }

  // ---- the end ----

  /// Waits until it is closed.
  public void await() throws InterruptedException {
    closed.await();
  }

  /// Ends it: pending and new calls of clients throw [ManagerClosedException], and the threads of
  /// calls are interrupted. Again is harmless.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      end();
    } catch (InterruptedException _) {
      interrupted = true;
    } finally {
      closed.countDown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end() throws InterruptedException {
    if (porter != null) {
      porter.close();
    }
    core.close();
    doorkeeper.leave();
    doorkeeper.door().forget();
  }

  @Override
  public String toString() {
    return core.toString();
  }
}
