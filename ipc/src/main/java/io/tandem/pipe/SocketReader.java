package io.tandem.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts messages together from what arrives, without waiting for it. Whoever looks goes on where
/// the last one stopped, so that nothing is lost when somebody gives up waiting.
///
/// The length that a peer claims is read once, and compared with the limit before there is memory
/// for it; and there is never memory for more than twice of what has arrived, beside a first piece.
/// For one thread at a time.
final class SocketReader {
  private static final int BUFFER_BYTES = 8 << 10;

  /// Shorter messages are in one piece from the beginning.
  static final int FIRST_PIECE_BYTES = 64 << 10;

  /// Of one read: the JDK keeps as much native memory for each thread that reads.
  private static final int MOST_AT_ONCE = 128 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private int limit;

  // The next message, once its header is there.
  private byte @Nullable [] body;
  private int length;
  private int received;

  // Why there is no other.
  private boolean ended;
  private boolean cutOff;
  private @Nullable IOException reset;
  private @Nullable Supplier<ConnectionException> failure;

  /// @param channel that does not block
  /// @param limit the most bytes of a message
  SocketReader(ReadableByteChannel channel, int limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /// Of the messages whose headers have not been looked at.
  void limit(int bytes) {
    limit = bytes;
  }

  /// Takes what has arrived of the next message, but of a longer one than wanted no more than need
  /// be.
  ///
  /// @param wanted the most bytes of a message that is to be whole
  /// @return whether [#take] has something to say, as the message is whole, or there is none; or
  ///   whether it is longer
  /// @throws ClosedChannelException if this end is closed
  boolean fill(int wanted) throws ClosedChannelException {
    takeFromBuffer();
    while (!isWhole() && !isOver() && length() <= wanted) {
      int count = read();
      if (count == 0) {
        return false;
      }
      if (count < 0) {
        end();
      }
      takeFromBuffer();
    }
    return true;
  }

  /// The length of the next message; -1 while nothing is known of one.
  int length() {
    return body == null ? -1 : length;
  }

  /// Whether [#fill] may find something though nothing arrives.
  boolean hasMore() {
    return buffer.hasRemaining() || isOver();
  }

  /// Whether what came was no message, or too long a one, and nothing can be received any more.
  boolean hasFailed() {
    return failure != null;
  }

  /// Whether the other end is known to be closed.
  boolean hasEnded() {
    return ended;
  }

  /// The next message, when [#fill] has found something.
  ///
  /// @throws EOFException at the end
  byte[] take() throws IOException {
    byte[] message = body;
    if (message != null && isWhole()) {
      body = null;
      return message;
    }
    if (failure != null) {
      throw failure.get();
    }
    if (cutOff) {
      cutOff = false;
      throw new ConnectionException.CutOff(
          "The message is cut off: the other end closed, or its process died, in the middle of it. "
              + "What had come of it is gone.");
    }
    var end =
        new EOFException(
            "There are no more messages: the other end is closed, or its process died.");
    end.initCause(reset);
    throw end;
  }

  private boolean isWhole() {
    return body != null && received == length;
  }

  private boolean isOver() {
    return ended || failure != null;
  }

  private int read() throws ClosedChannelException {
    try {
      if (body == null) {
        return readAhead();
      }
      byte[] place = roomy(body);
      int most = Math.min(place.length - received, MOST_AT_ONCE);
      int count = channel.read(ByteBuffer.wrap(place, received, most));
      received += Math.max(count, 0);
      return count;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      reset = e; // the other end is gone, and had not received all that was sent to it
      return -1;
    }
  }

  private int readAhead() throws IOException {
    buffer.compact();
    try {
      return channel.read(buffer);
    } finally {
      buffer.flip();
    }
  }

  private void end() {
    ended = true;
    cutOff = body != null || buffer.hasRemaining();
    body = null;
    buffer.position(buffer.limit());
  }

  private void takeFromBuffer() {
    if (body == null && !isOver() && SocketHeader.isIn(buffer)) {
      begin(SocketHeader.take(buffer));
    }
    byte[] begun = body;
    while (begun != null && received < length && buffer.hasRemaining()) {
      begun = roomy(begun);
      int count = Math.min(buffer.remaining(), begun.length - received);
      buffer.get(begun, received, count);
      received += count;
    }
  }

  private void begin(long claimed) {
    if (claimed < 0) {
      failure = () -> malformed(claimed);
    } else if (claimed > limit) {
      failure = () -> tooLong(claimed, limit);
    } else {
      length = (int) claimed;
      received = 0;
      body = new byte[Math.min(length, FIRST_PIECE_BYTES)];
    }
  }

  /// The body with room for some more.
  private byte[] roomy(byte[] begun) {
    if (received < begun.length) {
      return begun;
    }
    byte[] longer = Arrays.copyOf(begun, (int) Math.min(length, 2L * begun.length));
    body = longer;
    return longer;
  }

  private static ConnectionException malformed(long claimed) {
    return new ConnectionException.Malformed(
        "Received what is no message: its length would be %d. ".formatted(claimed)
            + "The other end must speak the protocol of Python's connections.");
  }

  private static ConnectionException tooLong(long claimed, int limit) {
    return new ConnectionException.TooLong(
        "Refused a message of %d bytes: at most %d may come in. ".formatted(claimed, limit)
            + "Send it in parts, or raise ConnectionOptions.maxMessageBytes.",
        claimed);
  }
}
