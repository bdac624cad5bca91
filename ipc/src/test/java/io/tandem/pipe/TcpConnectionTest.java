package io.tandem.pipe;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Connections over TCP.
class TcpConnectionTest extends SocketContract {
  @Override
  Listener listen(ConnectionOptions options) throws Exception {
    return Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options);
  }
}
