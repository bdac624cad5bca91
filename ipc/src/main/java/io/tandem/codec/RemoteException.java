package io.tandem.codec;

import org.jspecify.annotations.Nullable;

/// Stands for an exception of another process that cannot travel: it holds what is not
/// Serializable, say, its class fails when it is read, or the codec refuses it. It has that one's
/// stack trace, and its cause likewise.
@SuppressWarnings("serial")
public final class RemoteException extends RuntimeException {
  private final String className;

  RemoteException(String className, @Nullable String message) {
    super(message == null ? className : className + ": " + message);
    this.className = className;
  }

  /// The name of the exception's class.
  public String className() {
    return className;
  }
}
