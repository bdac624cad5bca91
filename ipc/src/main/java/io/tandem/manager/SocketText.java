package io.tandem.manager;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/// How the address of a socket is written: the path of a Unix socket, which has a slash, or
/// `host:port`.
final class SocketText {
  private SocketText() {}

  static String of(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress unix -> unix.getPath().toAbsolutePath().toString();
      case InetSocketAddress inet -> "%s:%d".formatted(inet.getHostString(), inet.getPort());
      default ->
          throw new IllegalArgumentException(
              "Cannot listen at %s or connect to it: give a UnixDomainSocketAddress or an"
                      .formatted(address)
                  + " InetSocketAddress.");
    };
  }

  /// @throws IllegalArgumentException if it is neither
  static SocketAddress parse(String text) {
    if (text.contains("/")) {
      return UnixDomainSocketAddress.of(text);
    }
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no address. Give HOST:PORT, or the path of a Unix socket.".formatted(text), e);
    }
  }
}
