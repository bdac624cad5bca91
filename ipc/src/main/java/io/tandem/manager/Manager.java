package io.tandem.manager;

/// The way to a server's objects.
public final class Manager extends ManagedObjects implements AutoCloseable {
  private Manager() {}

  /// Makes an object on the server.
  ///
  /// @return a proxy of it
  public <T> T create(Class<T> service) {
    return create(service, new Object[0]);
  }

  /// Finds a named object on the server, or makes it.
  ///
  /// @return a proxy of it
  public <T> T open(String name, Class<T> service) {
    return open(name, service, new Object[0]);
  }

  @Override
  <T> T create(Class<T> service, Object... arguments) {
    throw new UnsupportedOperationException();
  }

  @Override
  <T> T open(String name, Class<T> service, Object... arguments) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
