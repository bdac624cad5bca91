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
      return new Opened(new DirectObjects(), () -> {});
    }
  },

  /// Behind a server of the same JVM, over shared memory.
  MEMORY {
    @Override
    Opened open() throws IOException, InterruptedException {
      var server = Manager.builder().serve();
      var manager = server.connect();
      return new Opened(
          manager,
          () -> {
            manager.close();
            server.close();
          });
    }
  },

  /// Behind a server of the same JVM, over a socket.
  SOCKET {
    @Override
    Opened open() throws IOException, InterruptedException {
      byte[] key = "of the test".getBytes();
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = builder(key).listen(address).serve();
      var manager = builder(key).connect(server.address().orElseThrow());
      return new Opened(
          manager,
          () -> {
            manager.close();
            server.close();
          });
    }

    private ManagerBuilder builder(byte[] key) {
      return Manager.builder()
          .key(key)
          .allow("io.tandem.manager.*", "java.lang.invoke.SerializedLambda");
    }
  };

  abstract Opened open() throws IOException, InterruptedException;

  /// The way to the objects, until it is closed.
  record Opened(ManagedObjects objects, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }
}
