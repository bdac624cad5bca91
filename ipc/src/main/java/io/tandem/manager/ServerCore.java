package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.pipe.Connection;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A server: its objects and its clients.
final class ServerCore {
  private static final Duration HELLO = Duration.ofSeconds(5); // from one that is turned away
  private static final Duration GOODBYE = Duration.ofMillis(200);
  private static final Map<UUID, ServerCore> HERE = new ConcurrentHashMap<>();

  private final ServerSettings settings;
  private final ServerAddress address;
  private final Catalogue catalogue;
  private final ObjectTable objects = new ObjectTable();
  private final Map<String, FutureTask<Entry>> names = new ConcurrentHashMap<>();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Executor threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
  private final PollingLoop polling = new PollingLoop(threads);
  private volatile boolean closed;

  /// @param socket the address that it listens at, as [SocketText] has it; null if at none
  ServerCore(ServerSettings settings, Door door, @Nullable String socket) {
    this.settings = settings;
    this.catalogue = new Catalogue(settings.registrations());
    this.address = new ServerAddress(UUID.randomUUID(), settings.name(), door, socket);
    HERE.put(address.server(), this);
  }

  /// The server of an id, if this JVM has it.
  static @Nullable ServerCore here(UUID id) {
    return HERE.get(id);
  }

  ServerSettings settings() {
    return settings;
  }

  ServerAddress address() {
    return address;
  }

  ObjectTable objects() {
    return objects;
  }

  /// Has a thread for whatever is to run, as long as the machine has.
  Executor threads() {
    return threads;
  }

  // ---- objects ----

  /// @return a proxy
  Object create(String service, int fingerprint, Object[] arguments) {
    Service found = catalogue.require(service, fingerprint);
    Object made = make(found, arguments);
    return new LocalObject(this, objects.enter(made, found), made).proxy();
  }

  /// @return a proxy
  Object open(String name, String service, int fingerprint, Object[] arguments) {
    Service wanted = catalogue.require(service, fingerprint);
    var task = new FutureTask<>(() -> makeToStay(wanted, arguments));
    FutureTask<Entry> first = names.putIfAbsent(name, task);
    if (first == null) {
      startMaking(name, task);
    }
    Entry entry = entryOf(name, first == null ? task : first);
    if (entry.service() != wanted) {
      throw new ManagerRefusedException(
          "Cannot open '%s' as %s: it is a %s. Open it as that, or choose another name."
              .formatted(name, wanted, entry.service()));
    }
    return entry.proxy(this);
  }

  /// In a thread of its own, as others may wait for the object when its first client is gone.
  private void startMaking(String name, FutureTask<Entry> task) {
    boolean started = false;
    try {
      threads.execute(task);
      started = true;
    } finally {
      if (!started) {
        names.remove(name, task);
        task.cancel(false);
      }
    }
  }

  private Entry makeToStay(Service service, Object[] arguments) {
    Object made = make(service, arguments);
    Entry entry = objects.enter(made, service);
    entry.pin(made);
    return entry;
  }

  private Entry entryOf(String name, FutureTask<Entry> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      names.remove(name, task);
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException _) {
      throw new CancellationException("The client is gone");
    }
  }

  private Object make(Service service, Object[] arguments) {
    try {
      return catalogue.make(service, arguments);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ManagerRefusedException(
          "Cannot make a %s: what was registered for it throws %s. See the cause."
              .formatted(service.name(), e),
          e);
    }
  }

  /// What a method returns, or a proxy of it if its declared type is that of managed objects.
  @Nullable Object exposed(ServiceMethod method, @Nullable Object value) {
    if (value == null || !method.returnsInterface() || value instanceof ManagedProxy) {
      return value;
    }
    Class<?> type = method.method().getReturnType();
    if (!catalogue.has(type)) {
      return value;
    }
    return new LocalObject(this, objects.enter(value, Service.of(type)), value).proxy();
  }

  // ---- clients ----

  Thread newThread(Runnable task) {
    Thread thread = Thread.ofPlatform().daemon().name("tandem-manager").unstarted(task);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /// Lets a client of this machine in.
  void admit(Connection connection) {
    Session session = enter(connection, Codec.data(), address, polling);
    if (session != null) {
      start(session);
    }
  }

  /// Serves a client as long as it is connected.
  void serve(Connection connection) throws InterruptedException {
    Session session = enter(connection, Codec.data(), address, polling);
    if (session != null) {
      start(session);
      session.awaitEnd();
    }
  }

  /// Lets a client in that came by a socket, and is authenticated.
  void admitBySocket(Connection connection, Codec codec) {
    Session session = enter(connection, codec, address.withoutDoor(), null);
    if (session != null) {
      start(session);
    }
  }

  private void start(Session session) {
    try {
      threads.execute(session);
    } catch (OutOfMemoryError _) { // there is no thread for it
      session.end();
    }
  }

  private @Nullable Session enter(
      Connection connection, Codec codec, ServerAddress told, @Nullable PollingLoop loop) {
    var session = new Session(this, connection, codec, told, loop);
    sessions.add(session);
    if (closed || sessions.size() > settings.maxClients()) {
      sessions.remove(session);
      ManagerException why = closed ? closing() : tooMany();
      Thread.ofVirtual()
          .name("tandem-manager-refusal")
          .start(() -> turnAway(session, loop == null ? connection : null, why));
      return null;
    }
    return session;
  }

  /// @param socket to be read first, if it is one: closed before all was read, it may lose what was
  ///   written last
  private static void turnAway(Session session, @Nullable Connection socket, ManagerException why) {
    try {
      byte[] _ = socket == null ? null : socket.receiveBytes(HELLO);
    } catch (IOException | InterruptedException | TimeoutException _) {
      // Told all the same.
    }
    session.refuse(why);
    session.close();
  }

  private ManagerException tooMany() {
    return new ManagerRefusedException(
        "Cannot connect to %s: it has %d clients. ".formatted(this, settings.maxClients())
            + "Close some, or raise ManagerBuilder.maxClients.");
  }

  private ManagerException closing() {
    return new ManagerClosedException(
        "Cannot connect to %s: it closes. Start another one.".formatted(this), null);
  }

  /// A client is gone.
  void forget(Session session) {
    sessions.remove(session);
  }

  int clients() {
    return sessions.size();
  }

  /// Tells all clients, and ends their sessions.
  void close() throws InterruptedException {
    closed = true;
    HERE.remove(address.server());
    List<Thread> tellers =
        sessions.stream().map(each -> Thread.ofVirtual().start(each::sayGoodbye)).toList();
    long deadline = System.nanoTime() + GOODBYE.toNanos();
    for (Thread teller : tellers) { // some clients do not listen
      boolean _ = teller.join(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)));
    }
    sessions.forEach(Session::close);
    for (Object referent : objects.referents()) {
      if (referent instanceof PoolReferent pool) {
        int _ = pool.shutdownNow(); // its processes would outlive the server
      }
    }
  }

  @Override
  public String toString() {
    return "manager '%s' (pid %d)".formatted(settings.name(), JvmProcess.current().pid());
  }
}
