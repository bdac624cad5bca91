package io.tandem.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A [Handshake] over a connection, and what is known of it if it fails.
final class Authentication implements Handshake.Line {
  private final Handshake.Line line;
  private final String name;
  private final Duration timeout;
  private final long began = System.nanoTime();
  private int heard;

  /// @param name of the connection, for messages
  /// @param timeout of the line, for messages
  Authentication(Handshake.Line line, String name, Duration timeout) {
    this.line = line;
    this.name = name;
    this.timeout = timeout;
  }

  @Override
  public void send(byte[] message) throws IOException, InterruptedException {
    line.send(message);
  }

  @Override
  public byte[] receive() throws IOException, InterruptedException, TimeoutException {
    byte[] message = line.receive();
    heard++;
    return message;
  }

  /// @param listening whether this end was connected to
  void run(AuthenticationKey secret, boolean listening) throws IOException, InterruptedException {
    var handshake = new Handshake(this, secret);
    try {
      if (listening) {
        handshake.withClient();
      } else {
        handshake.withListener();
      }
    } catch (TimeoutException e) {
      throw new AuthenticationException(
          "Gave up on the %s: it took longer than %s to authenticate, %s. "
                  .formatted(name, timeout, progress())
              + "Give both ends the same key, or raise ConnectionOptions.handshakeTimeout.",
          e);
    } catch (ConnectionException.TooLong e) {
      throw new AuthenticationException(
          "Gave up on the %s: the other end sent a message of %d bytes, "
                  .formatted(name, e.length())
              + "and those of a handshake have at most %d. ".formatted(Challenge.MOST_BYTES)
              + "Give it the same key, and see that it is an end of this kind, or Python's.",
          e);
    } catch (ConnectionException.Malformed e) {
      throw new AuthenticationException("Gave up on the %s. %s".formatted(name, e.getMessage()), e);
    } catch (EOFException | ConnectionException.BrokenPipe | ConnectionException.CutOff e) {
      throw ended(listening, e);
    }
  }

  private AuthenticationException ended(boolean listening, IOException cause) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    String advice =
        listening
            ? "See there why it did; its handshakeTimeout may be too short."
            : "Its Listener.lastRefusal() may say why; a listener drops who takes too long, and all"
                + " when it is closed.";
    return new AuthenticationException(
        "The %s ended before it was authenticated: the other end closed it, or its process died, "
                .formatted(name)
            + "after %d ms, %s. %s".formatted(millis, progress(), advice),
        cause);
  }

  private String progress() {
    return "having sent %d messages of the handshake".formatted(heard);
  }
}
