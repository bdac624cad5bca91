package io.tandem.pipe;

/// Connections over Unix-domain sockets.
class UnixConnectionTest extends SocketContract {
  @Override
  Listener listen(ConnectionOptions options) throws Exception {
    return Listener.open(options);
  }
}
