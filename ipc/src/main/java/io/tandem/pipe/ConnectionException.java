package io.tandem.pipe;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A message could not be sent or received. The message says what failed, what was found and what
/// to do; the subclass says which of these it is. The end of what the other side sends is a
/// [java.io.EOFException] instead: nothing failed.
@SuppressWarnings("serial")
public abstract sealed class ConnectionException extends IOException {
  private ConnectionException(String message) {
    super(message);
  }

  private ConnectionException(String message, @Nullable IOException cause) {
    super(message, cause);
  }

  /// The other end is closed, or its process died: nobody would receive what is sent.
  public static final class BrokenPipe extends ConnectionException {
    BrokenPipe(String message) {
      super(message);
    }

    /// @param cause what the system said, if it did
    BrokenPipe(String message, @Nullable IOException cause) {
      super(message, cause);
    }
  }

  /// This end is closed, by this process.
  public static final class Closed extends ConnectionException {
    Closed(String message) {
      super(message);
    }
  }

  /// The other end died in the middle of a message. What had come of it is gone.
  public static final class CutOff extends ConnectionException {
    CutOff(String message) {
      super(message);
    }
  }

  /// What the other end sent is no message. Nothing more can be received.
  public static final class Malformed extends ConnectionException {
    Malformed(String message) {
      super(message);
    }
  }

  /// The next message is longer than the receiver wants: it stays the next. Or it is longer than a
  /// socket lets in, see [ConnectionOptions#maxMessageBytes]: then nothing more can be received.
  public static final class TooLong extends ConnectionException {
    private final long length;

    TooLong(String message, long length) {
      super(message);
      this.length = length;
    }

    /// The message's length in bytes.
    public long length() {
      return length;
    }
  }

  /// The message did not fit into the memory that the receiver gave. It is in here instead.
  public static final class BufferTooShort extends ConnectionException {
    private final byte[] bytes;

    BufferTooShort(String message, byte[] bytes) {
      super(message);
      this.bytes = bytes;
    }

    /// The message: all of it, and the caller's own from now on.
    public byte[] bytes() {
      return bytes;
    }
  }
}
