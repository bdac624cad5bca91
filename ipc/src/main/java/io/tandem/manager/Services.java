package io.tandem.manager;

import java.util.Map;
import java.util.Set;

/// The interfaces of the ready-made objects, and how a server makes one.
final class Services {
  /// By interface.
  static final Map<Class<?>, Maker> MAKERS = Map.of();

  /// Of objects that only methods of others return.
  static final Set<Class<?>> RETURNED = Set.of();

  private Services() {}

  /// Makes an object on the server.
  interface Maker {
    /// @param arguments from the client, as many as it likes: to be checked
    Object make(Object[] arguments) throws Exception;
  }
}
