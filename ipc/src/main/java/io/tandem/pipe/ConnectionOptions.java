package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.DataCodec;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the two ends of a socket agree on, for [Listener#open] and [Connection#connect].
///
/// **Shape.** A value: each method returns a changed copy. The key is copied, never shown, and goes
/// neither to a child process nor into a message.
///
/// **Units.** Bytes.
///
/// **Sharing.** Any thread.
///
/// **Source.** The arguments of Python's `Listener` and `Client`. Who leaves out the `authkey`
/// there trusts everybody who can connect; here one has to say so.
///
/// ```java
/// byte[] key = new byte[32];
/// new SecureRandom().nextBytes(key); // both ends need the same
/// var options =
///     ConnectionOptions.withKey(key)
///         .codec(DataCodec.allowing("com.acme.orders.*"))
///         .maxMessageBytes(1 << 20);
/// ```
public final class ConnectionOptions {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8; // what HotSpot allows of an array
  private static final int DEFAULT_BYTES = 64 << 20;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final int DEFAULT_BACKLOG = 16;

  private final @Nullable AuthenticationKey key;
  private final Limits limits;
  private final Codec codec;
  private final boolean remote;

  private record Limits(int messageBytes, Duration handshake, int backlog) {}

  private ConnectionOptions(
      @Nullable AuthenticationKey key, Limits limits, Codec codec, boolean remote) {
    this.key = key;
    this.limits = limits;
    this.codec = codec;
    this.remote = remote;
  }

  /// For ends that prove to each other that they know a key, before anything else.
  ///
  /// @param key 1 byte or more, that nobody can guess; copied
  public static ConnectionOptions withKey(byte[] key) {
    return defaults(new AuthenticationKey(key));
  }

  /// For ends that trust whoever can connect. A listener without a key must be at a Unix socket,
  /// where the rights of files say who can.
  public static ConnectionOptions withoutKey() {
    return defaults(null);
  }

  private static ConnectionOptions defaults(@Nullable AuthenticationKey key) {
    var limits = new Limits(DEFAULT_BYTES, DEFAULT_TIMEOUT, DEFAULT_BACKLOG);
    return new ConnectionOptions(key, limits, Codec.bytes(), false);
  }

  /// How [Connection#send] and [Connection#receive] turn objects into bytes. At first
  /// [Codec#bytes], which takes arrays of bytes and nothing else, and sends them as `sendBytes`
  /// does. [DataCodec#allowing] takes objects, of the classes listed. [Codec#data] lets the other
  /// end make objects of any class here, and so run code: only for ends that might do so anyway.
  public ConnectionOptions codec(Codec codec) {
    return new ConnectionOptions(key, limits, Objects.requireNonNull(codec), remote);
  }

  /// The longest message that may come in or go out: 64 MiB at first.
  ///
  /// @param bytes 0 to 2147483639
  public ConnectionOptions maxMessageBytes(int bytes) {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "A message cannot have up to %d bytes. Give a limit of 0 to %d."
              .formatted(bytes, MOST_BYTES));
    }
    return with(new Limits(bytes, limits.handshake, limits.backlog));
  }

  /// How long the other end may take to be reached and to authenticate: 5 seconds at first. Who
  /// takes longer is dropped. The time of who connects goes on while it waits outside a listener
  /// that is busy with others: give clients more than listeners where many may say nothing.
  public ConnectionOptions handshakeTimeout(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(
          "Nobody can authenticate within %s. Give a longer timeout.".formatted(timeout));
    }
    return with(new Limits(limits.messageBytes, timeout, limits.backlog));
  }

  /// How many authenticated connections may wait for [Listener#accept]: 16 at first. Others wait
  /// outside, as long as their own patience lasts.
  ///
  /// @param connections 1 or more
  public ConnectionOptions backlog(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException(
          "A listener cannot keep %d connections waiting. Give 1 or more.".formatted(connections));
    }
    return with(new Limits(limits.messageBytes, limits.handshake, connections));
  }

  /// Permits addresses that are not of this machine's loopback. Nothing is encrypted: who can read
  /// the network reads the messages, and can change them.
  public ConnectionOptions allowRemote() {
    return new ConnectionOptions(key, limits, codec, true);
  }

  private ConnectionOptions with(Limits other) {
    return new ConnectionOptions(key, other, codec, remote);
  }

  Optional<AuthenticationKey> key() {
    return Optional.ofNullable(key);
  }

  Codec codec() {
    return codec;
  }

  int maxMessageBytes() {
    return limits.messageBytes;
  }

  Duration handshakeTimeout() {
    return limits.handshake;
  }

  int backlog() {
    return limits.backlog;
  }

  boolean isRemoteAllowed() {
    return remote;
  }

  /// Everything but the key.
  @Override
  public String toString() {
    return "%s, codec %s, at most %d bytes a message"
        .formatted(key == null ? "no key" : "a key", codec.name(), limits.messageBytes);
  }
}
