package io.tandem.manager;

import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which server it is, and where it is to be found. It holds no key.
///
/// @param server its id, which no later one has
/// @param name for people
/// @param door in shared memory; null for a client that came by a socket
/// @param socket its address as [SocketText] has it; null if it listens at none
record ServerAddress(UUID server, String name, @Nullable Door door, @Nullable String socket)
    implements Serializable {

  /// The same for a client that does not share memory with the server.
  ServerAddress withoutDoor() {
    return new ServerAddress(server, name, null, socket);
  }

  /// The same for a client that has come by another address than the server knows.
  ServerAddress withSocket(String other) {
    return new ServerAddress(server, name, door, other);
  }

  @Override
  public String toString() {
    return "manager '%s'".formatted(name);
  }
}
