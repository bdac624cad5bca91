package io.tandem.manager;

import io.tandem.pipe.Connection;
import io.tandem.queue.QueueClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The thread of a server that holds the lock of its [Door], and lets clients in.
final class Doorkeeper {
  private final CompletableFuture<Door> opened = new CompletableFuture<>();
  private final Thread thread;

  /// @param supplier locks the door
  /// @param guests gets the ends of pipes that clients have left
  Doorkeeper(String name, Supplier<Door> supplier, Consumer<Connection> guests) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("tandem-manager-" + name)
            .start(() -> run(supplier, guests));
  }

  private void run(Supplier<Door> supplier, Consumer<Connection> guests) {
    Door door;
    try {
      door = supplier.get();
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
      return;
    }
    opened.complete(door);
    try {
      while (letIn(door, guests)) {}
    } finally {
      door.life().unlock();
    }
  }

  private static boolean letIn(Door door, Consumer<Connection> guests) {
    try {
      guests.accept(door.clients().take());
    } catch (QueueClosedException _) {
      return false;
    } catch (InterruptedException | RuntimeException _) {
      // The client is gone already.
    }
    return true;
  }

  /// The door, once it is locked.
  ///
  /// @throws ManagerRefusedException if another server has it
  Door door() {
    try {
      return opened.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Closes the door, and waits until it is unlocked.
  void leave() throws InterruptedException {
    door().close();
    thread.join();
  }
}
