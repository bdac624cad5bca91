package io.tandem.pipe;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Authenticates whoever connects to a listener, many at a time and never too many: so peers that
/// say nothing take little memory, and keep others waiting no longer than until their deadline.
final class Handshakes implements AutoCloseable {
  static final int MOST = 1024;

  private final AuthenticationKey secret;
  private final ConnectionOptions options;
  private final Consumer<SocketConnection> welcome;
  private final BiConsumer<SocketConnection, IOException> refusal;
  private final Set<SocketConnection> running = new HashSet<>(); // guarded by this
  private boolean closed; // guarded by this

  /// @param secret this object's from now on
  /// @param welcome called for each that is authenticated
  /// @param refusal called for each that is not; it is closed
  Handshakes(
      AuthenticationKey secret,
      ConnectionOptions options,
      Consumer<SocketConnection> welcome,
      BiConsumer<SocketConnection, IOException> refusal) {
    this.secret = secret;
    this.options = options;
    this.welcome = welcome;
    this.refusal = refusal;
  }

  /// Whether another may [#start]. Once none may, there is room again when somebody is welcomed or
  /// refused.
  synchronized boolean hasRoom() {
    return running.size() < MOST;
  }

  /// @param peer that there is room for
  void start(SocketConnection peer) {
    add(peer);
    Thread.ofVirtual().name("tandem-handshake").start(() -> authenticate(peer));
  }

  private synchronized void add(SocketConnection peer) {
    running.add(peer);
    if (closed) {
      peer.close();
    }
  }

  private void authenticate(SocketConnection peer) {
    try {
      peer.authenticate(secret, true, options.handshakeTimeout());
      remove(peer); // first: whoever is welcome is not closed with those that are under way
      welcome.accept(peer);
    } catch (IOException | IllegalStateException e) { // the key is gone when the listener is closed
      peer.close();
      remove(peer); // first: whoever is counted as refused is not counted as under way
      refusal.accept(peer, asRefusal(e));
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody has this thread
    }
  }

  private static IOException asRefusal(Exception e) {
    return e instanceof IOException refused
        ? refused
        : new AuthenticationException("Gave up on a connection: " + e.getMessage(), e);
  }

  private synchronized void remove(SocketConnection peer) {
    running.remove(peer);
  }

  /// How many are under way.
  synchronized int count() {
    return running.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    secret.close();
    running.forEach(SocketConnection::close);
    running.clear();
  }
}
