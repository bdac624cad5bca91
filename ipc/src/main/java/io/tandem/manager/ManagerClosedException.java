package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// The server, or this JVM's connection to it, was closed.
@SuppressWarnings("serial")
public final class ManagerClosedException extends ManagerException {
  ManagerClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
