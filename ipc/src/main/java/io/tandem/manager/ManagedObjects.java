package io.tandem.manager;

/// The objects that every server can hold, whatever was registered.
public abstract sealed class ManagedObjects permits Manager {
  ManagedObjects() {}

  /// Makes an object on the server.
  ///
  /// @param arguments what the [Services.Maker] takes
  abstract <T> T create(Class<T> service, Object... arguments);

  /// Finds a named object on the server, or makes it.
  ///
  /// @param arguments what the [Services.Maker] takes, if it is made
  abstract <T> T open(String name, Class<T> service, Object... arguments);
}
