package io.tandem.manager;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where the objects of a test are, and how it comes to them.
enum Place {
  /// In the test, without a server.
  DIRECT {
    @Override
    Opened open() {
      return new Opened(new DirectObjects(), null, () -> {});
    }
  },

  /// Behind a server of the same JVM, over shared memory.
  MEMORY {
    @Override
    Opened open() throws IOException, InterruptedException {
      var server = Manager.builder().serve();
      return Opened.of(server, server::connect);
    }
  },

  /// Behind a server of the same JVM, over a socket.
  SOCKET {
    @Override
    Opened open() throws IOException, InterruptedException {
      byte[] key = "of the test".getBytes();
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = builder(key).listen(address).serve();
      return Opened.of(server, () -> builder(key).connect(server.address().orElseThrow()));
    }

    private ManagerBuilder builder(byte[] key) {
      return Manager.builder()
          .key(key)
          .allow(
              "io.tandem.manager.*",
              "java.lang.invoke.SerializedLambda",
              "com.google.common.collect.testing.**");
    }
  };

  abstract Opened open() throws IOException, InterruptedException;

  /// Connects a client.
  interface Connector {
    Manager connect() throws IOException, InterruptedException;
  }

  /// The way to the objects, until it is closed.
  ///
  /// @param others connects more clients; null if there is no server
  record Opened(ManagedObjects objects, Connector others, Runnable end) implements AutoCloseable {
    static Opened of(ManagerServer server, Connector connector)
        throws IOException, InterruptedException {
      Manager manager = connector.connect();
      return new Opened(
          manager,
          connector,
          () -> {
            manager.close();
            server.close();
          });
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
