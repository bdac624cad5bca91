package io.tandem.codec;

/// A value cannot be encoded, or bytes cannot be decoded. The message says what failed, what was
/// found and what to do; the subclass says which of these it is.
@SuppressWarnings("serial")
public abstract sealed class CodecException extends IllegalArgumentException {
  private CodecException(String message) {
    super(message);
  }

  private CodecException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A value is, or holds, what cannot be sent. Nothing was sent.
  public static final class Unencodable extends CodecException {
    private final String reason;

    /// @param message what failed, what was found, what to do
    public Unencodable(String message) {
      super(message);
      reason = message;
    }

    /// @param message what failed, what was found, what to do
    /// @param cause why
    public Unencodable(String message, Throwable cause) {
      super(message, cause);
      reason = message;
    }

    Unencodable(String failed, String reason, Throwable cause) {
      super(failed + ": " + reason, cause);
      this.reason = reason;
    }

    /// What was found and what to do: the message without what failed, where they were told apart.
    public String reason() {
      return reason;
    }
  }

  /// The bytes are damaged, cut off, or ask for more than is there.
  public static final class Malformed extends CodecException {
    /// @param message what failed, what was found, what to do
    public Malformed(String message) {
      super(message);
    }

    /// @param message what failed, what was found, what to do
    /// @param cause why
    public Malformed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The bytes are another codec's, or of a type that has another shape at the other end.
  public static final class Mismatch extends CodecException {
    /// @param message what failed, what was found, what to do
    public Mismatch(String message) {
      super(message);
    }
  }

  /// The bytes name a class that is not allowed to come in, or exceed a limit. Nothing was made of
  /// them.
  public static final class Refused extends CodecException {
    /// @param message what failed, what was found, what to do
    public Refused(String message) {
      super(message);
    }

    /// @param message what failed, what was found, what to do
    /// @param cause why
    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
