package io.tandem.manager;

/// What a server does for a client beside calling objects. It has the number [#ID] for each client.
interface Root {
  long ID = 0;

  /// Makes an object.
  ///
  /// @param service the name of its interface
  /// @param fingerprint of that interface
  /// @param arguments for a ready-made one
  /// @return a proxy
  Object create(String service, int fingerprint, Object[] arguments);

  /// Finds a named object or makes it.
  ///
  /// @param service the name of its interface
  /// @param fingerprint of that interface
  /// @param arguments for a ready-made one
  /// @return a proxy
  Object open(String name, String service, int fingerprint, Object[] arguments);
}
