package io.tandem.manager;

/// Where the objects of a test are.
enum Place {
  /// In the test, without a server.
  DIRECT {
    @Override
    Opened open() {
      return new Opened(new DirectObjects(), () -> {});
    }
  };

  abstract Opened open();

  /// The way to the objects, until it is closed.
  record Opened(ManagedObjects objects, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }
}
