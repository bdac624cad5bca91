package io.tandem.manager;

import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import io.tandem.pipe.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Consumer;

/// Lets in clients that come by a socket, once they are authenticated.
final class Porter implements AutoCloseable {
  private final Listener listener;

  private Porter(Listener listener) {
    this.listener = listener;
  }

  /// @throws IOException if the address cannot be listened at
  static Porter open(SocketAddress address, SocketSettings settings) throws IOException {
    return new Porter(Listener.open(address, settings.options()));
  }

  SocketAddress address() {
    return listener.address();
  }

  void start(Consumer<Connection> guests) {
    Thread.ofVirtual().name("tandem-manager-listener").start(() -> run(guests));
  }

  private void run(Consumer<Connection> guests) {
    while (true) {
      try {
        guests.accept(listener.accept());
      } catch (ConnectionException.Closed _) {
        return;
      } catch (IOException | InterruptedException _) {
        // The next one may be luckier.
      }
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
