package io.tandem.manager;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server is to be.
///
/// @param name for people
/// @param named whether it is found by that name
/// @param socket the address to listen at, as [SocketText] has it; null for none
/// @param sockets how
record ServerSettings(
    String name,
    boolean named,
    List<Catalogue.Registration> registrations,
    @Nullable String socket,
    SocketSettings sockets,
    int maxClients,
    int maxCalls)
    implements Serializable {

  /// The longest message of a client.
  int maxMessageBytes() {
    return sockets.maxMessageBytes();
  }
}
