package io.tandem.manager;

import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way to objects that live in one JVM, a server, and are used from others through proxies.
///
/// **Shape.** [#create] makes an object on the server and gives a proxy of its interface, on which
/// every call runs there, for whichever process. Arguments and results are copied, by
/// [io.tandem.codec.DataCodec]; shared objects and proxies among them arrive as the same. A method
/// whose declared type is a registered interface returns a proxy of what it returns. Default
/// methods run where they are called, on the proxy; `equals` asks whether both are of the same
/// object, `toString` asks the object.
///
/// **Sharing.** Any thread, virtual ones too; one connection serves all of a JVM. A proxy may
/// travel to other processes, in tasks, messages and other managed objects: they connect by
/// themselves. What a thread did before a call, the method sees, and what the method did, the
/// thread sees after it.
///
/// **Lifetime.** Who has called [#start] owns the server, which ends with [#close], or as soon as
/// that JVM begins to exit: its shutdown hooks find it gone. Once it serves, Ctrl-C alone does not
/// end it (Linux, with native access). A server that stands alone survives everybody. An object
/// lives as long as any client has a proxy of it that is reachable, or another object of the
/// server; one that was opened by name lives as long as the server. What a client has goes when its
/// JVM dies. A proxy that was sent anywhere but to its own server keeps its object until its JVM
/// closes the manager or ends.
///
/// **Interrupts.** A thread that is interrupted in a method that may throw [InterruptedException]
/// interrupts it on the server, and waits for what it says: so nothing that it took is lost.
///
/// **Errors.** What the object throws is thrown, with the server's stack trace as its last cause.
/// When the server dies, every pending and new call throws [ManagerDiedException]; when it or this
/// is closed, [ManagerClosedException]. [ManagerRefusedException] is for what the server does not
/// do, [NoManagedObjectException] for an object that is gone.
///
/// **Source.** Python's `multiprocessing.Manager()` and `BaseManager`. There, proxies have methods
/// by name, each thread has a connection of its own, exceptions lose the server's trace, and what a
/// dead client held stays as it was.
///
/// ```java
/// import io.tandem.manager.Manager;
/// import io.tandem.process.JvmProcess;
///
/// public class Counting {
///   interface Counter {
///     long add(long more);
///   }
///
///   static class Count implements Counter {
///     private long sum;
///
///     public synchronized long add(long more) {
///       return sum += more;
///     }
///   }
///
///   public static void main(String[] args) throws Exception {
///     try (var manager = Manager.builder().register(Counter.class, Count::new).start()) {
///       Counter counter = manager.create(Counter.class);
///       JvmProcess.start(() -> counter.add(40)).join();
///       System.out.println(counter.add(2)); // 42
///     }
///   }
/// }
/// ```
public final class Manager extends ManagedObjects implements AutoCloseable {
  private static final Service ROOT = Service.of(Root.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Link link;
  private final Root root;
  private final @Nullable JvmProcess process;

  private Manager(Link link, @Nullable JvmProcess process) {
    this.link = link;
    this.process = process;
    this.root = (Root) RemoteObject.counted(link, Root.ID, ROOT);
  }

  static Manager of(Link link) {
    return new Manager(link, null);
  }

  static Manager owning(Link link, JvmProcess process) {
    return new Manager(link, process);
  }

  // ---- starting and connecting ----

  /// Starts a server in a JVM of its own, with every setting at its default.
  public static Manager start() throws InterruptedException {
    return builder().start();
  }

  /// Settings for a server or a connection, all at their defaults.
  public static ManagerBuilder builder() {
    return new ManagerBuilder();
  }

  /// Connects to a server on this machine, of this user, by its name.
  ///
  /// @throws ManagerRefusedException if nobody serves under this name
  public static Manager connect(String name) throws InterruptedException {
    return of(Links.byMemory(Door.find(name), "manager '%s'".formatted(name)));
  }

  // ---- objects ----

  /// Makes an object on the server.
  ///
  /// @param service an interface that is registered there
  /// @return a proxy of it
  /// @throws ManagerRefusedException if the server does not know the interface
  public <T> T create(Class<T> service) {
    return create(service, new Object[0]);
  }

  /// Finds a named object on the server, or makes it. It stays as long as the server.
  ///
  /// @param service an interface that is registered there
  /// @return a proxy of it
  /// @throws ManagerRefusedException if the server does not know the interface, or has an object of
  ///   another one under this name
  public <T> T open(String name, Class<T> service) {
    return open(name, service, new Object[0]);
  }

  @Override
  <T> T create(Class<T> service, Object... arguments) {
    Service wanted = Service.of(service);
    link.services().add(service);
    return service.cast(root.create(wanted.name(), wanted.fingerprint(), arguments));
  }

  @Override
  <T> T open(String name, Class<T> service, Object... arguments) {
    Service wanted = Service.of(service);
    link.services().add(service);
    Objects.requireNonNull(name, "No name is given");
    return service.cast(root.open(name, wanted.name(), wanted.fingerprint(), arguments));
  }

  // ---- looking ----

  /// The server's name.
  public String name() {
    return link.address().name();
  }

  /// The JVM of the server, if this has started it.
  public Optional<JvmProcess> process() {
    return Optional.ofNullable(process);
  }

  /// Whether calls are possible, as far as this JVM knows: of a server that died it may learn by
  /// the next call.
  public boolean isOpen() {
    return link.isOpen();
  }

  // ---- the end ----

  /// Closes the connection of this manager: its proxies in this JVM are of no use any more. If it
  /// has started the server, that ends with all its objects. Again is harmless.
  @Override
  public void close() {
    link.close();
    if (process != null) {
      end(process);
    }
  }

  /// As Python's managers end.
  private static void end(JvmProcess process) {
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.join(PATIENCE)) {
        process.terminate();
        if (!process.join(PATIENCE)) {
          process.kill();
        }
      }
      ExitStatus _ = process.join();
    } catch (InterruptedException _) {
      interrupted = true;
      process.kill();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "%s%s".formatted(link, link.isOpen() ? "" : ", closed");
  }
}
