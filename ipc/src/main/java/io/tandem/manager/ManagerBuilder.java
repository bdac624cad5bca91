package io.tandem.manager;

import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.process.Task;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How to start a server of managed objects, or to connect to one. Every setting has a default.
///
/// **Sharing.** For one thread at a time.
///
/// ```java
/// byte[] key = new byte[32];
/// new SecureRandom().nextBytes(key);
/// var address = new InetSocketAddress("localhost", 0);
/// try (var server = Manager.builder().listen(address).key(key).serve();
///     var manager = Manager.builder().key(key).connect(server.address().orElseThrow())) {
///   System.out.println(manager.name());
/// }
/// ```
public final class ManagerBuilder {
  private static final AtomicInteger MANAGERS = new AtomicInteger();
  private static final int MESSAGE_BYTES = 64 << 20;
  static final int LEAST_MESSAGE_BYTES = 4 << 10; // for what a server says of itself
  private static final int CLIENTS = 2_000;
  private static final int CALLS = 10_000;

  private @Nullable String name;
  private final List<Catalogue.Registration> registrations = new ArrayList<>();
  private final List<String> jvmFlags = new ArrayList<>();
  private @Nullable SocketAddress address;
  private byte @Nullable [] key;
  private final List<String> allowed = new ArrayList<>();
  private boolean remote;
  private int maxMessageBytes = MESSAGE_BYTES;
  private int maxClients = CLIENTS;
  private int maxCalls = CALLS;

  ManagerBuilder() {}

  // ---- what it has ----

  /// Sets the name by which JVMs of this user on this machine find the server, see
  /// [Manager#connect]. Without one it is found only by its proxies and at its address.
  ///
  /// @param name 1 to 100 of `A-Z a-z 0-9 . _ -`, beginning with a letter or a digit
  public ManagerBuilder name(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "Cannot name a manager '%s': a name has 1 to 100 of A-Z a-z 0-9 . _ - and begins with a"
                  .formatted(name)
              + " letter or a digit.");
    }
    this.name = name;
    return this;
  }

  /// Has the server manage objects of an interface. Only methods of that can be called, and those
  /// of [Object] that every proxy has.
  ///
  /// @param service any interface that others may implement; of its methods, only those that are
  ///   abstract run on the server
  /// @param maker makes an object there, whenever one is asked for
  /// @throws IllegalArgumentException if it is no such interface, or registered already
  public <T> ManagerBuilder register(Class<T> service, Task<? extends T> maker) {
    return add(new Catalogue.Registration(Service.of(service).type(), maker));
  }

  /// Has the server manage what methods of other objects return, where their declared type is this
  /// interface: callers get a proxy instead of a copy. A client that connects to a socket takes no
  /// proxies but of interfaces that it has registered, or asked for, and of those that their
  /// methods return.
  ///
  /// @throws IllegalArgumentException if it is no interface that others may implement
  public ManagerBuilder register(Class<?> service) {
    return add(new Catalogue.Registration(Service.of(service).type(), null));
  }

  private ManagerBuilder add(Catalogue.Registration registration) {
    Class<?> service = registration.service();
    if (registrations.stream().anyMatch(each -> each.service() == service)) {
      throw new IllegalArgumentException(
          "Cannot register %s again: it is registered already. Register each interface once."
              .formatted(service.getName()));
    }
    registrations.add(registration);
    return this;
  }

  /// Adds flags for the JVM of the server, as [JvmProcessBuilder#jvmFlags].
  public ManagerBuilder jvmFlags(String... flags) {
    jvmFlags.addAll(List.of(flags));
    return this;
  }

  // ---- sockets ----

  /// Has the server listen at an address, too, for clients that do not share its memory.
  ///
  /// @param address a [java.net.UnixDomainSocketAddress], or an [java.net.InetSocketAddress] of the
  ///   loopback unless [#allowRemote], which needs a [#key]
  public ManagerBuilder listen(SocketAddress address) {
    this.address = address;
    return this;
  }

  /// Sets the key that both ends of a socket have to know. In shared memory none is needed, as only
  /// this user can open that.
  ///
  /// @param key 1 byte or more, that nobody can guess; copied
  public ManagerBuilder key(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("A key of 0 bytes protects nothing: give 1 or more.");
    }
    this.key = key.clone();
    return this;
  }

  /// Adds classes that may come in over a socket, as [io.tandem.codec.DataCodec#allowing]. Numbers,
  /// texts, collections, proxies and the exceptions of `java.util` need not be listed; your records
  /// do, at both ends. For functions on the server and tasks of its pools, the server lists
  /// `java.lang.invoke.SerializedLambda` and the classes that have them.
  public ManagerBuilder allow(String... classes) {
    allowed.addAll(List.of(classes));
    return this;
  }

  /// Permits addresses that are not of this machine's loopback. Nothing is encrypted.
  public ManagerBuilder allowRemote() {
    remote = true;
    return this;
  }

  // ---- limits ----

  /// The longest message, so the longest arguments and results of a call: 64 MiB at first. What is
  /// longer is refused: arguments with an [IllegalArgumentException], a result that goes over a
  /// socket with a [ResultTooLongException]. Calls of one client that run at the same time have
  /// four times as much for their arguments; others throw [ManagerRefusedException].
  ///
  /// @param bytes 4096 or more, and as many for clients that come by a socket as for the server
  public ManagerBuilder maxMessageBytes(int bytes) {
    if (bytes < LEAST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "A manager cannot do with messages of %d bytes. Allow %d or more."
              .formatted(bytes, LEAST_MESSAGE_BYTES));
    }
    maxMessageBytes = bytes;
    return this;
  }

  /// The most clients that are connected at a time, 2000 at first. Others are told.
  public ManagerBuilder maxClients(int clients) {
    maxClients = requirePositive("clients", clients);
    return this;
  }

  /// The most calls of one client that run at a time, 10,000 at first. Others throw
  /// [ManagerRefusedException]. A call runs until it is its answer's turn to go to the client. A
  /// hundred times as many may wait for the results of a pool's tasks, which takes no thread.
  public ManagerBuilder maxCalls(int calls) {
    maxCalls = requirePositive("calls of a client", calls);
    return this;
  }

  private static int requirePositive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A manager cannot do with %d %s. Allow 1 or more.".formatted(count, what));
    }
    return count;
  }

  // ---- starting ----

  private ServerSettings settings() {
    String called = name != null ? name : "manager-" + MANAGERS.incrementAndGet();
    String socket = address == null ? null : SocketText.of(address);
    return new ServerSettings(
        called, name != null, List.copyOf(registrations), socket, sockets(), maxClients, maxCalls);
  }

  private List<Class<?>> services() {
    return registrations.stream().<Class<?>>map(Catalogue.Registration::service).toList();
  }

  private SocketSettings sockets() {
    return new SocketSettings(key, List.copyOf(allowed), services(), remote, maxMessageBytes);
  }

  /// Starts a server in a JVM of its own, which ends with this one.
  ///
  /// @throws ManagerRefusedException if it does not come up: its address or name is taken, say
  /// @throws IllegalArgumentException if what makes an object cannot be sent there
  public Manager start() throws InterruptedException {
    ServerSettings settings = settings();
    JvmProcessBuilder builder =
        JvmProcess.builder()
            .name(settings.name())
            .daemon(true)
            .jvmFlags(jvmFlags.toArray(String[]::new));
    Pipe.Duplex pipe = Door.pipe();
    Manager manager = null;
    JvmProcess process = null;
    try {
      process = builder.start(new ServerMain(settings, pipe.second()));
      manager = meet(pipe.first(), process);
      return manager;
    } finally {
      if (manager == null) {
        pipe.close();
        if (process != null) {
          process.kill();
        }
      }
    }
  }

  private static Manager meet(Connection connection, JvmProcess process)
      throws InterruptedException {
    Link link = Links.greet(connection, process::isAlive, () -> fateOf(process));
    return Manager.owning(link, process);
  }

  private static String fateOf(JvmProcess process) {
    return process.exitStatus().map(ExitStatus::toString).map("ended: "::concat).orElse("died");
  }

  /// Starts a server in this JVM.
  ///
  /// @throws ManagerRefusedException if its name is taken
  /// @throws IOException if its address cannot be listened at
  public ManagerServer serve() throws IOException {
    return ManagerServer.start(settings());
  }

  /// Connects to a server that listens at an address.
  ///
  /// @param at a [java.net.UnixDomainSocketAddress], or an [java.net.InetSocketAddress] of the
  ///   loopback unless [#allowRemote]
  /// @throws IOException if nobody listens there, or not with this key
  /// @throws ManagerRefusedException if the server has too many clients
  public Manager connect(SocketAddress at) throws IOException, InterruptedException {
    return Manager.of(Links.bySocket(SocketText.of(at), sockets()));
  }
}
