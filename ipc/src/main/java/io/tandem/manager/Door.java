package io.tandem.manager;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.peer.ExitStep;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Where clients on the same machine meet a server: they put one end of a pipe on a queue. The
/// server holds the lock as long as it serves, so who waits for it sees its death.
///
/// @param life held by the server
/// @param clients the ends of pipes that clients have made
record Door(SharedLock life, SharedQueue<Connection> clients) implements Serializable {
  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withMessages(64).withBytes(16 * 1024).withLeases(0);
  private static final int PIPE_BYTES = 256 * 1024;
  private static final long SCOPE_BYTES = 4 * PIPE_BYTES;

  /// How long to wait before the next look at whether the server lives.
  static final Duration LOOK = Duration.ofMillis(20);

  /// Makes one that has no name, in a scope of its own.
  static Door make() {
    SharedScope scope = SharedScope.anonymous(SCOPE_BYTES);
    return new Door(
        SharedLock.create(scope, OwnerDeath.IGNORE), SharedQueue.create(scope, OPTIONS));
  }

  /// Opens the one of a name, and locks it: the calling thread serves from now on.
  ///
  /// @throws ManagerRefusedException if a living server has it
  static Door serve(String name) {
    while (true) {
      Optional<Door> door = tryServe(name);
      if (door.isPresent()) {
        return door.get();
      }
    }
  }

  /// @return empty if a server that ended has just taken it away
  private static Optional<Door> tryServe(String name) {
    SharedScope scope = SharedScope.open(scopeOf(name));
    var life = SharedLock.open(scope, "life", OwnerDeath.IGNORE);
    if (!life.tryLock()) {
      throw new ManagerRefusedException(
          "Cannot start manager '%s': %s serves under this name. "
                  .formatted(name, life.owner().orElse("another process"))
              + "Connect to it, or choose another name.");
    }
    var door = new Door(life, SharedQueue.open(scope, "clients", OPTIONS));
    if (isCurrent(scope, name) && !door.clients.isClosed()) {
      AtExit.SERVED.add(door);
      return Optional.of(door);
    }
    scope.unlink();
    life.unlock();
    return Optional.empty();
  }

  private static boolean isCurrent(SharedScope scope, String name) {
    try (var current = SharedScope.attach(scopeOf(name))) {
      return current.equals(scope);
    } catch (MemoryException.Missing _) {
      return false;
    }
  }

  /// Finds the one of a name.
  ///
  /// @throws ManagerRefusedException if no living server has it
  static Door find(String name) {
    try {
      SharedScope scope = SharedScope.attach(scopeOf(name));
      var door =
          new Door(
              SharedLock.open(scope, "life", OwnerDeath.IGNORE),
              SharedQueue.open(scope, "clients", OPTIONS));
      if (door.isServed()) {
        return door;
      }
    } catch (MemoryException.Missing _) {
      // As if it had ended.
    }
    throw new ManagerRefusedException(
        "Cannot connect to manager '%s': nobody serves under this name. Start it first."
            .formatted(name));
  }

  private static String scopeOf(String name) {
    return "manager-" + name;
  }

  /// Whether a living server has it.
  boolean isServed() {
    return life.isLocked();
  }

  /// A new pipe to whoever serves. Its other end is on the queue.
  ///
  /// @return empty if nobody serves
  Optional<Pipe.Duplex> knock() throws InterruptedException {
    Pipe.Duplex pipe = pipe(life.block().scope());
    try {
      while (!clients.offer(pipe.second(), LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!isServed()) {
          pipe.close();
          return Optional.empty();
        }
      }
      return Optional.of(pipe);
    } catch (InterruptedException | RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  private static Pipe.Duplex pipe(SharedScope scope) {
    return Pipe.duplex(scope, PIPE_BYTES);
  }

  /// A pipe for who starts a server.
  static Pipe.Duplex pipe() {
    return pipe(SharedScope.ofProcessTree());
  }

  // ---- the end ----

  /// The named doors that this process serves: it takes their files away when it exits.
  private static final class AtExit {
    static final Set<Door> SERVED = ConcurrentHashMap.newKeySet();

    static {
      ExitStep.REMOVE_FILES.addOrRun(() -> ExitStep.forEach(SERVED, AtExit::tryClose));
    }

    private static void tryClose(Door door) {
      try {
        door.close();
      } catch (IllegalStateException _) {
        // Its server closes it this moment.
      }
    }
  }

  /// Lets nobody in any more. Who serves takes what is there, and leaves.
  void close() {
    SharedScope scope = life.block().scope();
    if (scope.name() != null) {
      AtExit.SERVED.remove(this);
      scope.unlink();
    }
    clients.close();
  }

  /// Gives up its memory, here.
  void forget() {
    life.block().scope().close();
  }
}
