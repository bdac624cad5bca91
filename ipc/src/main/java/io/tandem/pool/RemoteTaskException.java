package io.tandem.pool;

import org.jspecify.annotations.Nullable;

/// Stands for an exception of a task that cannot travel: it holds what is not Serializable, say, or
/// its class fails when it is read. It has that one's stack trace, and its cause likewise.
@SuppressWarnings("serial")
public final class RemoteTaskException extends RuntimeException {
  private final String className;

  RemoteTaskException(String className, @Nullable String message) {
    super(message == null ? className : className + ": " + message);
    this.className = className;
  }

  /// The name of the exception's class.
  public String className() {
    return className;
  }
}
